import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { dunstConfig, lxqtPanelConfig, xfcePanelConfig } from "./desktop-config.ts";
import { until } from "./until.ts";

/** The programs that the rig needs; without one of them a suite is left out. */
const PROGRAMS = ["Xvfb", "dbus-daemon", "xfwm4", "xfce4-panel", "xdotool", "import", "dunst"];

/** xfce4-notifyd is no program for people, so it lies where nobody looks. */
const XFCE_NOTIFYD = "/usr/lib/x86_64-linux-gnu/xfce4/notifyd/xfce4-notifyd";

/** Says which programs are missing for a real desktop; nothing: all are there. */
export function missingForDesktop(): readonly string[] {
  const folders = (process.env["PATH"] ?? "").split(":");
  return PROGRAMS.filter((name) => !folders.some((folder) => existsSync(join(folder, name))));
}

/** What a desktop is made of. */
export interface DesktopOptions {
  readonly panel?: "xfce" | "lxqt" | "none";
  readonly notifications?: "dunst" | "xfce" | "none";
  readonly dark?: boolean;
}

/** A desktop that is thrown away afterwards: a screen, a bus, a window manager, a panel. */
export class Desktop {
  /** The environment of whoever sits at it. */
  readonly env: NodeJS.ProcessEnv;
  readonly #children = new Map<string, ChildProcess>();
  readonly #folder: string;
  readonly #options: Required<DesktopOptions>;

  constructor(folder: string, env: NodeJS.ProcessEnv, options: Required<DesktopOptions>) {
    this.#folder = folder;
    this.env = env;
    this.#options = options;
  }

  /** Keeps a program that ends with the desktop. */
  keep(name: string, child: ChildProcess): void {
    this.#children.set(name, child);
  }

  /** Starts a program of the desktop. */
  start(name: string, program: string, args: readonly string[] = []): void {
    this.keep(name, spawn(program, args, { env: this.env, stdio: "ignore" }));
  }

  async startPanel(): Promise<void> {
    if (this.#options.panel === "lxqt") this.start("panel", "lxqt-panel");
    else this.start("panel", "xfce4-panel", ["--disable-wm-check"]);
    await this.untilOwned("org.kde.StatusNotifierWatcher");
  }

  async startNotifications(): Promise<void> {
    this.start("notifications", this.#options.notifications === "xfce" ? XFCE_NOTIFYD : "dunst");
    await this.untilOwned("org.freedesktop.Notifications");
  }

  /** Kills a program of the desktop, as a crash would. */
  async kill(name: string): Promise<void> {
    const child = this.#children.get(name);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }

  /** Runs a tool to its end and gives what it printed. */
  run(program: string, ...args: string[]): string {
    return execFileSync(program, args, { env: this.env, encoding: "utf8" }).trim();
  }

  /** Presses keys, as xdotool names them. */
  key(...keys: string[]): void {
    for (const key of keys) this.run("xdotool", "key", key);
  }

  click(x: number, y: number, button = 1): void {
    this.run("xdotool", "mousemove", `${x}`, `${y}`, "click", `${button}`);
  }

  /** Waits until somebody has a name on the bus. */
  async untilOwned(name: string): Promise<void> {
    await until(`${name} is on the bus`, () => this.isOwned(name));
  }

  isOwned(name: string): boolean {
    try {
      return this.run(
        "dbus-send",
        "--session",
        "--print-reply",
        "--dest=org.freedesktop.DBus",
        "/org/freedesktop/DBus",
        "org.freedesktop.DBus.NameHasOwner",
        `string:${name}`,
      ).includes("boolean true");
    } catch {
      return false;
    }
  }

  async close(): Promise<void> {
    for (const name of [...this.#children.keys()].toReversed()) await this.kill(name);
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Starts a desktop. */
export async function startDesktop(options: DesktopOptions = {}): Promise<Desktop> {
  const folder = await mkdtemp(join(tmpdir(), "hookline-desktop-"));
  const all = { panel: "xfce", notifications: "dunst", dark: false, ...options } as const;
  const env: NodeJS.ProcessEnv = {
    PATH: process.env["PATH"],
    HOME: join(folder, "home"),
    LANG: "C.UTF-8",
    XDG_RUNTIME_DIR: join(folder, "runtime"),
    XDG_CONFIG_HOME: join(folder, "config"),
    XDG_CACHE_HOME: join(folder, "cache"),
    XDG_DATA_HOME: join(folder, "data"),
    XDG_CURRENT_DESKTOP: all.panel === "lxqt" ? "LXQt" : "XFCE",
    XDG_SESSION_TYPE: "x11",
    GDK_BACKEND: "x11",
    NO_AT_BRIDGE: "1",
    GTK_A11Y: "none",
    ...(all.dark ? { GTK_THEME: "Adwaita:dark" } : { GTK_THEME: "Adwaita" }),
  };
  for (const name of ["HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"])
    await mkdir(env[name] ?? "", { recursive: true, mode: 0o700 });
  const desktop = new Desktop(folder, env, all);
  try {
    await writeConfigs(env["XDG_CONFIG_HOME"] ?? "");
    env["DISPLAY"] = `:${await startScreen(desktop)}`;
    env["DBUS_SESSION_BUS_ADDRESS"] = await startBus(desktop);
    desktop.start("windows", "xfwm4", ["--compositor=off"]);
    desktop.run("xsetroot", "-solid", all.dark ? "#1d2430" : "#5b7a99");
    if (all.panel !== "none") await desktop.startPanel();
    if (all.notifications !== "none") await desktop.startNotifications();
    return desktop;
  } catch (error) {
    await desktop.close();
    throw error;
  }
}

async function writeConfigs(config: string): Promise<void> {
  const xfce = join(config, "xfce4", "xfconf", "xfce-perchannel-xml");
  await mkdir(xfce, { recursive: true });
  await writeFile(join(xfce, "xfce4-panel.xml"), xfcePanelConfig);
  await mkdir(join(config, "dunst"), { recursive: true });
  await writeFile(join(config, "dunst", "dunstrc"), dunstConfig);
  await mkdir(join(config, "lxqt"), { recursive: true });
  await writeFile(join(config, "lxqt", "panel.conf"), lxqtPanelConfig);
}

/** The screen chooses a number that is free, and tells it. */
async function startScreen(desktop: Desktop): Promise<string> {
  const child = spawn(
    "Xvfb",
    ["-displayfd", "3", "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"],
    { env: desktop.env, stdio: ["ignore", "ignore", "ignore", "pipe"] },
  );
  desktop.keep("screen", child);
  return firstLine(child.stdio[3]);
}

async function startBus(desktop: Desktop): Promise<string> {
  const child = spawn(
    "dbus-daemon",
    ["--session", "--nofork", "--nopidfile", "--print-address=1"],
    {
      env: desktop.env,
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  desktop.keep("bus", child);
  return firstLine(child.stdout);
}

async function firstLine(stream: unknown): Promise<string> {
  if (!(stream instanceof Readable)) throw new Error("a pipe is missing");
  let text = "";
  for await (const chunk of stream.setEncoding("utf8").iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    const end = text.indexOf("\n");
    if (end >= 0) return text.slice(0, end);
  }
  throw new Error(`it ended: ${text}`);
}
