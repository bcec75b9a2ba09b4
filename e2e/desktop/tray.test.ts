import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { serveOverHttp } from "@hookline/core";
import { absolutePath } from "@hookline/core/client";
import { afterEach, describe, expect, test } from "vitest";
import { hasBrowser } from "../dashboard/rig/browser.ts";
import { seatUser, type User } from "./rig/open-tray.ts";
import { changedBox, keepPicture, shoot, untilChanged, untilIcon } from "./rig/screen.ts";
import {
  type Desktop,
  type DesktopOptions,
  missingForDesktop,
  startDesktop,
} from "./rig/start-desktop.ts";
import { until } from "./rig/until.ts";

/* The real tray in a real panel, worked by a real mouse and keyboard. */

const missing = missingForDesktop();
if (missing.length > 0) console.log(`left out: the tray on a desktop: no ${missing.join(", ")}`);

let desktop: Desktop | undefined;
let user: User | undefined;

async function sitDown(options: DesktopOptions = {}): Promise<{ desktop: Desktop; user: User }> {
  desktop = await startDesktop(options);
  user = await seatUser(desktop);
  return { desktop, user };
}

afterEach(async () => {
  await user?.close();
  await desktop?.close();
  user = undefined;
  desktop = undefined;
});

describe.skipIf(missing.length > 0)("the tray on a desktop", { timeout: 240_000 }, () => {
  test("shows itself, and its menu works by keyboard and mouse", async () => {
    const at = await sitDown();
    const notes = await at.user.makeRepository("notes");
    at.user.openTray("command");
    const icon = await untilIcon(at.desktop, "up-to-date");
    keepPicture(at.desktop, "tray-up-to-date");
    expect(at.user.said).toContain("the native shell is used");

    // Open dashboard, (status), notes ▸ Alpha: rows that say something are passed over.
    at.desktop.run("xdotool", "mousemove", "400", "400");
    const before = shoot(at.desktop);
    at.desktop.click(icon.x, icon.y, 3);
    await untilChanged(at.desktop, before);
    keepPicture(at.desktop, "tray-menu");
    const menu = shoot(at.desktop);
    at.desktop.key("Down", "Down", "Right");
    await until("the submenu opens", () => changedBox(menu, shoot(at.desktop)));
    await untilChanged(at.desktop, menu);
    keepPicture(at.desktop, "tray-repository");
    at.desktop.key("Return");
    await until("alpha is set", async () => {
      const set = await at.user.git(notes, "config", "--default", "", "hookline.alpha");
      return set === "true";
    });
    await until("the agent knows", async () => {
      const [repository] = (await at.user.status()).repositories;
      return repository?.alpha;
    });

    // "Start at login" is the row above the last.
    at.desktop.run("xdotool", "mousemove", "400", "400");
    await until("the menu is gone", () => changedBox(before, shoot(at.desktop)) === undefined);
    at.desktop.click(icon.x, icon.y, 3);
    const box = await untilChanged(at.desktop, before);
    at.desktop.click(box.left + 40, box.bottom - 38);
    const entry = join(at.desktop.env["XDG_CONFIG_HOME"] ?? "", "autostart/hookline-tray.desktop");
    await until("the tray starts at login", () => existsSync(entry));
    expect(readFileSync(entry, "utf8")).toMatch(/^Exec=".*" ".*main\.js" "tray"$/m);
  });

  test("tells of a push that keeps failing, once, and takes it back when it works again", async () => {
    const at = await sitDown({ notifications: "xfce" });
    const root = absolutePath(at.user.home);
    const env = at.user.env;
    let http = await serveOverHttp(root, env);
    const { port } = http;
    const notes = await at.user.makeRepository("notes", http.url("notes.git"));
    at.user.openTray("impatient");
    await untilIcon(at.desktop, "up-to-date");
    const calm = shoot(at.desktop);

    await http.close();
    await at.user.write("notes/new.md", "new\n");
    await at.user.git(notes, "add", ".");
    await at.user.git(notes, "commit", "--quiet", "-m", "While the remote is down");
    await untilIcon(at.desktop, "error");
    const note = await untilChanged(at.desktop, calm);
    keepPicture(at.desktop, "tray-note");
    const [repository] = (await at.user.status()).repositories;
    expect(repository?.failure?.attempts).toBeGreaterThanOrEqual(3);

    http = await serveOverHttp(root, env, port);
    // The second of three buttons at the bottom of the note.
    at.desktop.click(Math.round((note.left + note.right) / 2), note.bottom - 22);
    await untilIcon(at.desktop, "up-to-date");
    await until("the note is gone", () => changedBox(calm, shoot(at.desktop)) === undefined);
    await http.close();
  });

  test("comes back to a panel that crashed, and to notifications that come late", async () => {
    const at = await sitDown({ notifications: "none" });
    await at.user.makeRepository("notes");
    at.user.openTray("impatient");
    await untilIcon(at.desktop, "up-to-date");
    await at.desktop.kill("panel");
    await at.desktop.startPanel();
    await untilIcon(at.desktop, "up-to-date");
    await at.desktop.startNotifications();
    expect(at.desktop.isOwned("dev.hookline.Tray")).toBe(true);
  });

  test.skipIf(!hasBrowser)("opens the dashboard in one window of its own", async () => {
    const at = await sitDown();
    await at.user.makeRepository("notes");
    at.user.openTray("impatient");
    const icon = await untilIcon(at.desktop, "up-to-date");
    const windows = (): readonly string[] => {
      try {
        const found = at.desktop.run("xdotool", "search", "--onlyvisible", "--name", "· Hookline$");
        return found.split("\n");
      } catch {
        // It ends with 1 where there is none.
        return [];
      }
    };
    at.desktop.click(icon.x, icon.y);
    const [window] = await until("the window is there", () => {
      const found = windows();
      return found.length === 1 ? found : undefined;
    });
    at.desktop.run("xdotool", "windowminimize", window ?? "");
    await until("it is away", () => windows().length === 0);
    at.desktop.click(icon.x, icon.y);
    await until("it is raised again", () => windows().length > 0);
    expect(windows()).toEqual([window]);
    keepPicture(at.desktop, "tray-dashboard");
  });

  test("draws five thousand changes with flat memory, and the last of them", async () => {
    const at = await sitDown();
    const { first, last } = await at.user.renderManyTimes();
    expect(last - first).toBeLessThan(48 * 1024 * 1024);
    await untilIcon(at.desktop, "paused");
  });

  test("shows itself on a dark panel, and in one of Qt's", async () => {
    const at = await sitDown({ panel: "lxqt", dark: true });
    await at.user.makeRepository("notes");
    at.user.openTray("impatient");
    const icon = await untilIcon(at.desktop, "up-to-date");
    const before = shoot(at.desktop);
    at.desktop.click(icon.x, icon.y, 3);
    const menu = await untilChanged(at.desktop, before);
    keepPicture(at.desktop, "tray-lxqt");
    expect(menu.right - menu.left).toBeGreaterThan(150);
    at.desktop.key("Escape");
  });

  test("is one in a session, and a second shows the first", async () => {
    const at = await sitDown();
    at.user.openTray("command");
    await at.desktop.untilOwned("dev.hookline.Tray");
    expect(await at.user.hookline("tray", "--shell", "native")).toContain(
      "The tray is there already",
    );
  });

  test("says why where no panel shows it", async () => {
    const at = await sitDown({ panel: "none" });
    at.user.openTray("command");
    await until("it says so", () => at.user.said.includes("No panel here"));
    expect(at.user.said).toContain("`hookline dashboard` shows everything");
  });
});
