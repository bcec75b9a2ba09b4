import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { GitShim } from "./git-shim.ts";
import type { Trial } from "./judge.ts";

const MAIN = fileURLToPath(import.meta.resolve("./child-engine-main.ts"));

/** How a process with an engine in it ended. */
export interface ChildEnd {
  readonly signal: NodeJS.Signals | null;
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the engine in a process of its own, and waits until it and everything that it started is
 * gone.
 *
 * @param under a program with its arguments that runs it, such as strace
 */
export async function runChildEngine(
  { world: { root, here, env, path }, work }: Trial,
  shim: GitShim,
  under: readonly string[] = [],
): Promise<ChildEnd> {
  const asked = path("asked.json");
  writeFileSync(asked, JSON.stringify({ root, here, env, work, programs: shim.programs }));
  const [program, ...args] = [...under, process.execPath, MAIN, asked];
  const child = spawn(program, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: CHEAP_START,
  });
  const [stdout, stderr] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  await shim.settled();
  return { code: child.exitCode, signal: child.signalCode, stdout, stderr };
}

/** Half of the time that such a process takes is spent on reading TypeScript, the same each time. */
export const CHEAP_START: NodeJS.ProcessEnv = {
  ...process.env,
  NODE_COMPILE_CACHE: join(tmpdir(), "hookline-crash-compiled"),
  // One thread for files: the n-th call is then the same one in each run, as far as it can be.
  UV_THREADPOOL_SIZE: "1",
};
