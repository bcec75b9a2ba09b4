import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findHome, openClient } from "@hookline/core/client";
import { makeScratch, type Scratch, serveAsAgent } from "@hookline/core/testing";
import type { MenuItemConstructorOptions } from "electron";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openElectronShell } from "../src/shells/electron/open-electron-shell.ts";
import { xdgAutostart } from "../src/shells/linux/autostart.ts";
import type { ShellEvents } from "../src/shells/shell.ts";
import { FakeElectron, type FakeImage } from "./fake-electron.ts";
import { type ProbedRow, type ShellProbe, shellContract } from "./shell-contract.ts";

/*
 * The Electron shell on a fake Electron, typed by the real one. What Electron itself does with all this
 * is shown by the suite in e2e/electron, where its program is installed.
 */

const PAGE = { url: "hookline://dashboard/#/" };

function row(item: MenuItemConstructorOptions): ProbedRow {
  const below = Array.isArray(item.submenu) ? item.submenu : [];
  return {
    label: item.type === "separator" ? "—" : (item.label ?? "").replaceAll("&&", "&"),
    enabled: item.enabled !== false,
    checked: item.type === "checkbox" ? item.checked === true : null,
    rows: below.map(row),
  };
}

function find(
  items: readonly MenuItemConstructorOptions[],
  label: string,
): MenuItemConstructorOptions | undefined {
  for (const item of items) {
    if (row(item).label === label) return item;
    const below = Array.isArray(item.submenu) ? find(item.submenu, label) : undefined;
    if (below !== undefined) return below;
  }
  return undefined;
}

function startOn(platform: NodeJS.Platform) {
  return async (events: ShellEvents): Promise<ShellProbe> => {
    const folder = await mkdtemp(join(tmpdir(), "hookline-electron-"));
    const electron = new FakeElectron(platform);
    const client = openClient(findHome({ HOOKLINE_HOME: folder }));
    const shell = openElectronShell(
      electron.parts,
      {
        client,
        preload: "/preload.cjs",
        ...(platform === "linux" ? { autostart: xdgAutostart({ HOME: folder }, ["x"]) } : {}),
      },
      events,
    );
    const tray = () => electron.trays[0] ?? expect.fail("no tray");
    const menu = (): readonly MenuItemConstructorOptions[] => {
      if (platform === "linux") return tray().menu ?? [];
      tray().emit("right-click");
      return tray().popped ?? [];
    };
    const shown = () => electron.notifications.filter(({ isShown }) => isShown);
    return {
      shell,
      rows: () => Promise.resolve(menu().map(row)),
      choose(label) {
        const item = find(menu(), label);
        // What Electron passes on is not looked at.
        (item?.click as (() => void) | undefined)?.();
        return Promise.resolve();
      },
      activate() {
        tray().emit("click");
        return Promise.resolve();
      },
      notes: () =>
        Promise.resolve(
          shown().map(({ options }) => ({ title: options.title ?? "", body: options.body ?? "" })),
        ),
      click(title, button) {
        const found = shown().find(({ options }) => options.title === title);
        const actionIndex = found?.options.actions?.findIndex(({ text }) => text === button) ?? -1;
        if (button === null) found?.emit("click");
        else found?.emit("action", { actionIndex });
        return Promise.resolve();
      },
      async close() {
        await shell.close();
        await rm(folder, { recursive: true });
      },
    };
  };
}

for (const platform of ["linux", "darwin", "win32"] as const)
  shellContract(`Electron, ${platform}`, startOn(platform));

describe("Electron's shell", () => {
  let scratch: Scratch;
  const woken: string[] = [];
  const events: ShellEvents = {
    onCommand: () => undefined,
    onActivate: () => woken.push("activate"),
    onWake: () => woken.push("wake"),
  };

  beforeEach(async () => {
    scratch = await makeScratch("electron");
    woken.length = 0;
  });
  afterEach(() => scratch.remove());

  function open(platform: NodeJS.Platform = "darwin") {
    const electron = new FakeElectron(platform);
    const client = openClient(findHome(scratch.env));
    const shell = openElectronShell(electron.parts, { client, preload: "/p.cjs" }, events);
    return { electron, shell };
  }

  test.each([
    ["darwin", true, [18, 36]],
    ["win32", false, [16, 32]],
    ["linux", false, [22, 44]],
  ] as const)("has an icon for %s", (platform, isTemplate, sizes) => {
    const { electron } = open(platform);
    const image = electron.trays[0]?.image as unknown as FakeImage;
    expect({ isTemplate: image.isTemplate, sizes: image.sizes }).toEqual({ isTemplate, sizes });
  });

  test("makes the window on demand, and a new one after it was closed", async () => {
    const { electron, shell } = open();
    expect(electron.windows).toHaveLength(0);
    await shell.window.open("/queue");
    await shell.window.open("/log");
    expect(electron.windows).toHaveLength(1);
    expect(electron.windows[0]?.loaded).toEqual([
      "hookline://dashboard/#/queue",
      "hookline://dashboard/#/log",
    ]);
    electron.windows[0]?.destroy();
    await shell.window.open("/");
    expect(electron.windows).toHaveLength(2);
  });

  test("gives a page no Node, and a sandbox", async () => {
    const { electron, shell } = open();
    await shell.window.open("/");
    expect(electron.windows[0]?.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      preload: "/p.cjs",
    });
  });

  test("keeps a page where it is", async () => {
    const { electron, shell } = open();
    await shell.window.open("/");
    const page = electron.windows[0]?.webContents ?? expect.fail();
    expect(page.isForbidden("will-navigate", "https://evil.example/")).toBe(true);
    expect(page.isForbidden("will-navigate", "hookline://dashboard.evil.example/")).toBe(true);
    expect(page.isForbidden("will-navigate", "file:///etc/passwd")).toBe(true);
    expect(page.isForbidden("will-navigate", "hookline://dashboard/#/log")).toBe(false);
    expect(page.isForbidden("will-redirect")).toBe(true);
    expect(page.isForbidden("will-attach-webview")).toBe(true);
    expect(page.opens?.()).toEqual({ action: "deny" });
    expect(page.checks?.()).toBe(false);
    const answers: unknown[] = [];
    page.asks?.(null, "geolocation", (answer: unknown) => answers.push(answer));
    expect(answers).toEqual([false]);
  });

  test("shows itself when it is started once more, and looks again when the machine wakes", () => {
    const { electron } = open();
    electron.app.emit("second-instance");
    electron.power.emit("resume");
    expect(woken).toEqual(["activate", "wake"]);
  });

  describe("hears of a page", () => {
    test.each([
      ["no frame", null],
      ["another page", { url: "https://evil.example/" }],
      ["a page that looks like ours", { url: "hookline://dashboard.evil/" }],
      ["a frame inside ours", { ...PAGE, parent: {} }],
    ])("nothing from %s", async (_name, sender) => {
      const { electron } = open();
      expect(await electron.ipc.ask(sender, "status", "{}")).toEqual({ kind: "lost" });
    });

    test.each([
      ["a route that is not for pages", "stop", "{}", "unknown-route"],
      ["what is no name", 7, "{}", "unknown-route"],
      ["a property of every object", "constructor", "{}", "unknown-route"],
      ["what is no JSON", "jobs", "{", "bad-request"],
      ["what is no request of the route", "jobs", '{"most":"all"}', "bad-request"],
      ["what is no text", "jobs", { most: 1 }, "bad-request"],
      ["too much", "jobs", `"${"x".repeat(300_000)}"`, "bad-request"],
    ])("and refuses %s", async (_what, name, request, code) => {
      const { electron } = open();
      expect(await electron.ipc.ask(PAGE, name, request)).toMatchObject({ kind: "refused", code });
    });

    test("what it asks of the agent, and answers", async () => {
      const home = findHome(scratch.env);
      const agent = await serveAsAgent(home, {
        settings: () => Promise.resolve({ settings: [], problems: ["one"] }),
      });
      try {
        const { electron } = open();
        const told = await electron.ipc.ask(PAGE, "settings", '{"repository":null}');
        expect(told).toMatchObject({ kind: "ok", text: '{"settings":[],"problems":["one"]}' });
      } finally {
        await agent.close();
      }
    });

    test("that it asks while no agent runs", async () => {
      const { electron } = open();
      expect(await electron.ipc.ask(PAGE, "status", "{}")).toEqual({ kind: "lost" });
    });
  });
});
