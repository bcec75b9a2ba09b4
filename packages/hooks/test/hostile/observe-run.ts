import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import type { Readable } from "node:stream";

/** Far beyond any budget: a hook that is not back by then does not come back. */
const DEADLINE_MS = 20_000;

/** What was seen of a program that ran with a pipe on every descriptor. */
export interface Observed {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Descriptors on which nobody had let go of the pipe when the deadline came. */
  readonly held: readonly number[];
}

/** How a program is run. */
export interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly uid?: number | undefined;
  /** Descriptors that get a pipe; 0 to 9 unless given. */
  readonly pipes?: readonly number[] | undefined;
}

/** The descriptors that a shell can name. */
const NAMED = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/**
 * Runs a program until it has ended and every pipe has reached its end, as a caller does that
 * captures output. Its stdin stays open and says nothing.
 */
export async function observeRun(
  program: string,
  args: readonly string[],
  { cwd, env, uid, pipes = NAMED }: RunOptions,
): Promise<Observed> {
  const stdio: StdioOptions = [];
  for (let fd = 0; fd <= Math.max(...pipes); fd++) stdio.push(pipes.includes(fd) ? "pipe" : null);
  const user = uid === undefined ? {} : { uid, gid: uid };
  // A group of its own, so that the deadline can end all of it.
  const child = spawn(program, args, { cwd, env, stdio, detached: true, ...user });
  const open = new Set(pipes.slice(1));
  const [stdout, stderr] = [collect(child, 1), collect(child, 2)];
  for (const fd of open) child.stdio[fd]?.on("close", () => open.delete(fd)).on("error", () => {});
  child.stdin?.on("error", () => {});
  const ended = await ending(child);
  const held = [...open];
  for (const fd of open) child.stdio[fd]?.destroy();
  return { ...ended, stdout: stdout.join(""), stderr: stderr.join(""), held };
}

function collect(child: ChildProcess, fd: number): string[] {
  const parts: string[] = [];
  const stream: Readable | null | undefined = fd === 1 ? child.stdout : child.stderr;
  stream?.setEncoding("latin1").on("data", (part: string) => parts.push(part));
  return parts;
}

/** Settles when all is over, or with what there is at the deadline. */
function ending(child: ChildProcess): Promise<Pick<Observed, "code" | "signal">> {
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => {
      resolve({ code: child.exitCode, signal: child.signalCode });
      if (child.pid !== undefined) endGroup(child.pid);
    }, DEADLINE_MS);
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(deadline);
      resolve({ code, signal });
    });
  });
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Every member has ended by itself.
  }
}
