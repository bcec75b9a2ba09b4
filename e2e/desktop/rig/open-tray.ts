import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROUTES, type Status } from "@hookline/core/protocol";
import * as z from "zod";
import type { Desktop } from "./start-desktop.ts";
import { until } from "./until.ts";

const run = promisify(execFile);

/** What a program that failed had printed. */
const printed = z.object({ stdout: z.string() });

const ROOT = join(import.meta.dirname, "..", "..", "..");
const CLI = join(ROOT, "apps", "cli", "dist", "main.js");
const TRAY = join(ROOT, "e2e", "desktop", "tray-main.ts");
const RENDERS = join(ROOT, "e2e", "desktop", "renders-main.ts");

/** Thousands of pictures take their time. */
const RENDERS_MS = 120_000;

const memorySchema = z.object({ first: z.number(), last: z.number() });

/** A user at a desktop with a tray. */
export class User {
  readonly desktop: Desktop;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  #tray: ChildProcess | undefined;
  #said = "";

  constructor(desktop: Desktop, home: string) {
    this.desktop = desktop;
    this.home = home;
    this.env = { ...desktop.env, HOME: home, HOOKLINE_HOME: join(home, ".hookline") };
  }

  /** Runs git as the user. */
  git(cwd: string, ...args: string[]): Promise<string> {
    return this.#run("git", ["-C", cwd, ...args]);
  }

  /** Runs the command line as the user. */
  hookline(...args: string[]): Promise<string> {
    return this.#run(process.execPath, [CLI, ...args]);
  }

  /** The agent's status, whatever it is. */
  async status(): Promise<Status> {
    const words = [CLI, "status", "--json"];
    const told = await run(process.execPath, words, { env: this.env }).catch((error: unknown) =>
      printed.parse(error),
    );
    return ROUTES.status.reply.parse(JSON.parse(told.stdout));
  }

  path(...names: string[]): string {
    return join(this.home, ...names);
  }

  async write(file: string, text: string): Promise<void> {
    await writeFile(this.path(file), text);
  }

  /** Makes a remote and a clone of it that Hookline syncs; `url` is where the clone finds it. */
  async makeRepository(name: string, url = this.path(`${name}.git`)): Promise<string> {
    const seed = this.path(`seed-${name}`);
    await this.#run("git", ["init", "--quiet", "--bare", this.path(`${name}.git`)]);
    await this.#run("git", ["clone", "--quiet", this.path(`${name}.git`), seed]);
    await writeFile(join(seed, "README.md"), "Begin\n");
    await this.git(seed, "add", ".");
    await this.git(seed, "commit", "--quiet", "-m", "Begin");
    await this.git(seed, "push", "--quiet", "-u", "origin", "main");
    const clone = this.path(name);
    await this.#run("git", ["clone", "--quiet", url, clone]);
    await this.git(clone, "config", "hookline.syncInterval", "5s");
    await this.hookline("add", clone);
    return clone;
  }

  /** Starts the tray; `hookline tray` itself, or the one that is less patient. */
  openTray(which: "command" | "impatient"): void {
    this.#start(which === "command" ? [CLI, "tray"] : [TRAY]);
  }

  #start(words: readonly string[]): void {
    const child = spawn(process.execPath, words, {
      env: this.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (this.#said += text));
    this.#tray = child;
  }

  /** Has the native shell draw thousands of pictures; gives its memory before and after, in bytes. */
  async renderManyTimes(): Promise<{ readonly first: number; readonly last: number }> {
    this.#start(["--expose-gc", RENDERS]);
    await until("it has drawn", () => this.#said.includes("\n"), RENDERS_MS);
    return memorySchema.parse(JSON.parse(this.#said));
  }

  /** What the tray has printed. */
  get said(): string {
    return this.#said;
  }

  /** The tray's process. */
  get trayPid(): number {
    return this.#tray?.pid ?? 0;
  }

  /** Ends the tray. */
  async closeTray(): Promise<void> {
    const child = this.#tray;
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await gone;
    }
  }

  /** Ends the tray and the agent. */
  async close(): Promise<void> {
    await this.closeTray();
    await this.hookline("stop");
  }

  /** Not synchronously: a test may serve the remote from its own process. */
  async #run(program: string, args: readonly string[]): Promise<string> {
    const { stdout } = await run(program, args, { env: this.env });
    return stdout.trim();
  }
}

/** Seats a user at a desktop. */
export async function seatUser(desktop: Desktop): Promise<User> {
  const home = desktop.env["HOME"] ?? "";
  await mkdir(home, { recursive: true });
  await writeFile(
    join(home, ".gitconfig"),
    "[user]\n\tname = Test\n\temail = test@example.org\n[init]\n\tdefaultBranch = main\n",
  );
  return new User(desktop, home);
}
