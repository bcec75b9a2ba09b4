import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import { errorCode } from "../../../src/error-code.ts";
import type { PreparedWorld } from "./world.ts";

const GIT = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();

/** One git process that the engine started. */
export interface GitCall {
  /** Its place in the order in which they were started. */
  readonly number: number;
  readonly pid: number;
  readonly args: string;
}

/** A `git` that comes before the real one, counts how often it is started, and can do harm. */
export interface GitShim {
  /** The folder to put before all others in PATH. */
  readonly programs: string;
  /** Lists what was started so far. */
  readonly calls: () => readonly GitCall[];
  /** Waits until everything that was started has ended: its parent may have gone before. */
  readonly settled: () => Promise<void>;
}

/** What the shim does instead of starting git, as lines for sh. `$GIT` is the real one. */
export type Harm = string;

/** Kills whoever started git, and does not start it. */
export const KILL_BEFORE: Harm = "kill -KILL $PPID; exit 1";

/** Lets git do its work, then kills whoever started it. */
export const KILL_AFTER: Harm = '"$GIT" "$@"; kill -KILL $PPID; exit 1';

/**
 * Sets up a shim.
 *
 * @param at which call is harmed; undefined for all of them
 */
export function gitShim({ path }: Pick<PreparedWorld, "path">, harm?: Harm, at?: number): GitShim {
  const programs = path("shim");
  const tickets = join(programs, "calls");
  rmSync(programs, { recursive: true, force: true });
  mkdirSync(tickets, { recursive: true });
  const file = join(programs, "git");
  writeFileSync(file, script(tickets, harm, at));
  chmodSync(file, 0o755);
  const calls = (): readonly GitCall[] =>
    readdirSync(tickets).map((name) => {
      const [pid, ...args] = readFileSync(join(tickets, name), "utf8").trim().split(" ");
      return { number: Number(name), pid: Number(pid), args: args.join(" ") };
    });
  return {
    programs,
    calls,
    settled: () =>
      vi.waitFor(() => {
        const running = calls().filter(({ pid }) => isRunning(pid) || isRunning(-pid));
        if (running.length > 0) throw new Error(`still running: ${JSON.stringify(running)}`);
      }, WAIT),
  };
}

const WAIT = { timeout: 60_000, interval: 5 };

/** A ticket is taken by making its file, which only one of two that start at once can do. */
function script(tickets: string, harm: Harm | undefined, at: number | undefined): string {
  const isIt = at === undefined ? "true" : `[ $n -eq ${at} ]`;
  return [
    "#!/bin/sh",
    `GIT=${GIT}`,
    "set -C",
    "n=1",
    `while ! { echo "$$ $*" > "${tickets}/$n"; } 2>/dev/null; do n=$((n + 1)); done`,
    ...(harm === undefined ? [] : [`if ${isIt}; then`, harm, "fi"]),
    'exec "$GIT" "$@"',
    "",
  ].join("\n");
}

/** Whether a process is there, or, of a negative number, any process of that group. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if (errorCode(error) === "ESRCH") return false;
    throw error;
  }
}
