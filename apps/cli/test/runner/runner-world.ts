import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type AbsolutePath,
  type Client,
  findHome,
  type Home,
  openClient,
} from "@hookline/core/client";
import { makeScratch, type Scratch } from "@hookline/core/testing";
import { expect, vi } from "vitest";

const MAIN = join(import.meta.dirname, "../../dist/main.js");

/** What a command printed, and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** A user with a repository that Hookline syncs, and no agent. */
export interface RunnerWorld {
  readonly scratch: Scratch;
  readonly home: Home;
  readonly client: Client;
  readonly remote: AbsolutePath;
  readonly here: AbsolutePath;
  /** Runs `hookline`, as built. */
  readonly hookline: (...args: string[]) => Promise<Ended>;
  /** Runs a line in a shell, in the repository. */
  readonly shell: (line: string, env?: NodeJS.ProcessEnv) => Promise<Ended>;
  /** Waits until the remote has this commit, or what the repository has. */
  readonly arrives: (commit?: string) => Promise<void>;
  /** Waits until no process is left, and checks that none left anything behind. */
  readonly endsByItself: () => Promise<void>;
  /** How often an event stands in the log. */
  readonly logged: (event: string) => Promise<number>;
  readonly log: () => Promise<string>;
  readonly end: () => Promise<void>;
}

/** Waits for a condition, never for a time. */
export const eventually = <Result>(check: () => Result | Promise<Result>): Promise<Result> =>
  vi.waitFor(check, { timeout: 40_000, interval: 20 });

/** Makes a {@link RunnerWorld}. */
export async function makeRunnerWorld(): Promise<RunnerWorld> {
  const scratch = await makeScratch("runner");
  const home = findHome(scratch.env);
  const remote = await scratch.remote();
  const here = await scratch.clone(remote, "here");
  const run = (program: string, args: string[], env: NodeJS.ProcessEnv = {}) =>
    ended(
      spawn(program, args, {
        cwd: here,
        env: { ...scratch.env, ...env },
        stdio: ["ignore", "pipe", "pipe"],
      }),
    );
  const log = () => readFile(join(home.logs, "agent.log"), "utf8").catch(() => "");
  const world: RunnerWorld = {
    scratch,
    home,
    client: openClient(home),
    remote,
    here,
    hookline: (...args) => run(process.execPath, [MAIN, ...args]),
    shell: (line, env) => run("sh", ["-c", line], env),
    async arrives(commit) {
      const wanted = commit ?? (await scratch.git(here, "rev-parse", "HEAD"));
      await eventually(async () =>
        expect(await scratch.git(remote, "rev-parse", "refs/heads/main")).toBe(wanted),
      );
    },
    async endsByItself() {
      await eventually(() => expect(processesOf(home)).toEqual([]));
      const left = [home.pid, home.runnerClaim, join(home.run, "agent.sock")].filter(existsSync);
      expect(left).toEqual([]);
      expect(await readdir(home.spool)).toEqual([]);
    },
    async logged(event) {
      return (await log()).split(`"event":"${event}"`).length - 1;
    },
    log,
    async end() {
      await kill(processesOf(home));
      await scratch.remove();
    },
  };
  expect(await world.hookline("add")).toMatchObject({ code: 0 });
  return world;
}

/** Waits for a process and reads what it prints. */
export async function ended(child: ChildProcess): Promise<Ended> {
  let output = "";
  const hear = (chunk: Buffer): void => {
    output += chunk.toString("utf8");
  };
  child.stdout?.on("data", hear);
  child.stderr?.on("data", hear);
  await once(child, "close");
  return { code: child.exitCode, output };
}

/** The processes that have the state folder in their environment, as Linux tells. */
export function processesOf({ root }: Home): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => read(pid, "environ").includes(`HOOKLINE_HOME=${root}\0`))
    .filter((pid) => read(pid, "cmdline").includes("agent\0"))
    .map(Number);
}

/** The runners among them. */
export function runnersOf(home: Home): number[] {
  return processesOf(home).filter((pid) => read(pid, "cmdline").includes("--drain"));
}

/** What a process has open besides its standard streams. */
export function openIn(pid: number): string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      const target = readlinkSync(`/proc/${pid}/fd/${fd}`);
      return Number(fd) > 2 ? [target] : [];
    } catch {
      return [];
    }
  });
}

/** A file of a process in /proc. */
export function read(pid: number | string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "latin1");
  } catch {
    return "";
  }
}

/** Ends processes by force, and waits until the system has closed what they had open. */
export async function kill(pids: readonly number[]): Promise<void> {
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It was faster.
    }
  }
  // A zombie has nothing left but its number; it waits for its parent.
  await eventually(() =>
    expect(pids.filter((pid) => !/^$|\) Z/.test(read(pid, "stat")))).toEqual([]),
  );
}
