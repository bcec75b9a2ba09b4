import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findElectron } from "@hookline/tray";
import { _electron, type ElectronApplication } from "playwright";
import { afterEach, describe, expect, test } from "vitest";

/*
 * The tray in the real Electron, wherever its program is installed. It is not on every machine: the
 * package brings types alone, and its program is a download of its own.
 */
const electron = findElectron(process.env);
if (electron === null) console.log("left out: the tray in Electron: its program is not installed");

const ROOT = join(import.meta.dirname, "..", "..");
const MAIN = join(ROOT, "apps", "tray", "dist-electron", "main.js");

describe.skipIf(electron === null)("the tray in Electron", { timeout: 180_000 }, () => {
  let app: ElectronApplication | undefined;
  let home = "";

  async function start(): Promise<ElectronApplication> {
    home = await mkdtemp(join(tmpdir(), "hookline-electron-"));
    app = await _electron.launch({
      executablePath: electron ?? "",
      args: [MAIN, ...(process.platform === "linux" ? ["--no-sandbox"] : [])],
      env: {
        ...process.env,
        HOME: home,
        HOOKLINE_HOME: join(home, "state"),
        HOOKLINE_CLI: join(ROOT, "apps", "cli", "dist", "main.js"),
      },
    });
    return app;
  }

  afterEach(async () => {
    await app?.close();
    app = undefined;
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  });

  test("opens the dashboard when it is started once more, and keeps Node from it", async () => {
    const running = await start();
    // As a second start does.
    await running.evaluate(({ app: own }) => void own.emit("second-instance"));
    const page = await running.firstWindow();
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect(page.url()).toBe("hookline://dashboard/#/");
    expect(await page.evaluate("typeof require + typeof process + typeof module")).toBe(
      "undefinedundefinedundefined",
    );
    expect(await page.evaluate("Object.keys(window.hookline)")).toEqual(["ask", "listen"]);
    await page.getByText("Commit as usual; Hookline does the rest").waitFor();
  });

  test("lets a page go nowhere", async () => {
    const running = await start();
    await running.evaluate(({ app: own }) => void own.emit("second-instance"));
    const page = await running.firstWindow();
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.evaluate("void window.open('https://example.org/')");
    await page.evaluate("void (location.href = 'https://example.org/')");
    await page.getByRole("link", { name: "Settings" }).click();
    await page.getByRole("heading", { name: "Settings", level: 1 }).waitFor();
    expect(running.windows()).toHaveLength(1);
    expect(page.url()).toBe("hookline://dashboard/#/settings");
  });
});
