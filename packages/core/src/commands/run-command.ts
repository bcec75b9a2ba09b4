import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import type { Readable } from "node:stream";
import type { AbsolutePath } from "../decide/brands.ts";
import type { CommandEnding } from "../decide/command-ending.ts";
import { errorCode } from "../error-code.ts";
import { endGroup, signalGroup } from "../process-group.ts";
import { feed } from "./feed.ts";
import { OutputTail } from "./output-tail.ts";

/** A command of the user to run. */
export interface CommandRun {
  /** The program and its arguments; see `splitCommand`. */
  readonly words: readonly string[];
  readonly cwd: AbsolutePath;
  readonly env: Record<string, string>;
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  readonly monotonic: () => number;
  /** What it reads; nothing where undefined. A command that does not read it is no failure. */
  readonly stdin?: Readable;
  /** Told the process id, once, before anything else happens. */
  readonly onStarted?: (pid: number) => void;
  /** Gets the standard output as it comes; the command waits while a promise is open, if it still runs. */
  readonly onStdout?: (chunk: Buffer) => Promise<void> | undefined;
  readonly onStderr?: (chunk: Buffer) => void;
}

/** What is kept of a run. The texts are bounded and without secrets. */
export interface CommandRecord {
  readonly ending: CommandEnding;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

/**
 * Runs a command of the user to its end, without a shell.
 *
 * It leads a group of its own, which the deadline ends as a whole. A command is over when its
 * process is: what it leaves in the group is ended too, because it would go on writing while its
 * files are committed; what made itself a daemon is left alone and not waited for.
 */
export function runCommand(run: CommandRun): Promise<CommandRecord> {
  const startedAt = run.monotonic();
  const stdout = new OutputTail();
  const stderr = new OutputTail();
  const record = (ending: CommandEnding): CommandRecord => ({
    ending,
    stdout: stdout.text(),
    stderr: stderr.text(),
    durationMs: Math.round(run.monotonic() - startedAt),
  });
  if (run.signal.aborted) {
    run.stdin?.destroy();
    return Promise.resolve(record({ kind: "stopped" }));
  }
  return new Promise((resolve) => {
    const child = start(run);
    let cut: CommandEnding | undefined;
    let callOff: (() => void) | undefined;
    let hasExited = false;
    const end = (why: CommandEnding): void => {
      cut ??= why;
      callOff ??= endGroup(child);
    };
    const deadline = setTimeout(
      () => end({ kind: "timed-out", afterMs: run.deadlineMs }),
      run.deadlineMs,
    );
    const stop = (): void => end({ kind: "stopped" });
    run.signal.addEventListener("abort", stop);
    const over = (): void => {
      clearTimeout(deadline);
      run.signal.removeEventListener("abort", stop);
      run.stdin?.destroy();
    };
    child.stdout.on("data", (chunk: Buffer) => {
      stdout.add(chunk);
      const taken = run.onStdout?.(chunk);
      // After its end there is only what the pipe still holds, and little time before we let go of it.
      if (taken === undefined || hasExited) return;
      child.stdout.pause();
      void taken.finally(() => child.stdout.resume());
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr.add(chunk);
      run.onStderr?.(chunk);
    });
    child.once("error", (error) => {
      over();
      const isMissing = errorCode(error) === "ENOENT" && existsSync(run.cwd);
      const problem = isMissing ? `there is no program "${run.words[0] ?? ""}"` : error.message;
      resolve(record({ kind: "not-started", problem }));
    });
    child.once("exit", () => {
      hasExited = true;
      over();
      callOff ??= endGroup(child);
    });
    // After the exit, and once nobody holds the pipes any more (or we let go of them).
    child.once("close", (code, signal) => {
      if (cut !== undefined) signalGroup(child, "SIGKILL");
      // Somebody in the group may have closed the pipes and still be at work.
      if (!signalGroup(child, 0)) callOff?.();
      resolve(record(cut ?? endingOf(code, signal)));
    });
    if (child.pid !== undefined) run.onStarted?.(child.pid);
    if (run.stdin !== undefined) feed(run.stdin, child);
  });
}

function start({ words, cwd, env, stdin }: CommandRun) {
  const [program = "", ...args] = words;
  const options = { cwd, env, detached: process.platform !== "win32", windowsHide: true } as const;
  return stdin === undefined
    ? spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] })
    : spawn(program, args, { ...options, stdio: ["pipe", "pipe", "pipe"] });
}

function endingOf(code: number | null, signal: string | null): CommandEnding {
  if (code === null) return { kind: "killed", signal: signal ?? "unknown" };
  return code === 0 ? { kind: "succeeded" } : { kind: "failed", exitCode: code };
}
