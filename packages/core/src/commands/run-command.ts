import { spawn } from "node:child_process";
import type { AbsolutePath } from "../decide/brands.ts";
import { endGroup, signalGroup } from "../process-group.ts";
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
}

/** How a command ended. */
export type CommandEnding =
  | { readonly kind: "succeeded" }
  | { readonly kind: "failed"; readonly exitCode: number }
  | { readonly kind: "killed"; readonly signal: string }
  | { readonly kind: "timed-out"; readonly afterMs: number }
  | { readonly kind: "stopped" }
  | { readonly kind: "not-started"; readonly problem: string };

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
  if (run.signal.aborted) return Promise.resolve(record({ kind: "stopped" }));
  return new Promise((resolve) => {
    const [program = "", ...args] = run.words;
    const child = spawn(program, args, {
      cwd: run.cwd,
      env: run.env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    let cut: CommandEnding | undefined;
    let callOff: (() => void) | undefined;
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
    };
    child.stdout.on("data", (chunk: Buffer) => stdout.add(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.add(chunk));
    child.once("error", ({ message }) => {
      over();
      resolve(record({ kind: "not-started", problem: message }));
    });
    child.once("exit", () => {
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
  });
}

function endingOf(code: number | null, signal: string | null): CommandEnding {
  if (code === null) return { kind: "killed", signal: signal ?? "unknown" };
  return code === 0 ? { kind: "succeeded" } : { kind: "failed", exitCode: code };
}

/** How much of the output stands in a sentence. */
const LONGEST_WORDS = 300;

/** Says in one line how a command ended, with the last words of its output. */
export function describeCommand({ ending, stdout, stderr }: CommandRecord): string {
  const how = inWords(ending);
  const said = lastLine(stderr) ?? lastLine(stdout);
  return said === undefined ? how : `${how}: ${said}`;
}

function inWords(ending: CommandEnding): string {
  switch (ending.kind) {
    case "succeeded":
      return "it succeeded";
    case "failed":
      return `it ended with code ${ending.exitCode}`;
    case "killed":
      return `it was ended by ${ending.signal}`;
    case "timed-out":
      return `it did not end within ${ending.afterMs / 1000} s`;
    case "stopped":
      return "it was stopped";
    case "not-started":
      return ending.problem;
  }
}

// oxlint-disable-next-line no-control-regex -- control characters are exactly what is taken out
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/g;

/** Terminals obey what a program prints; a status must not. */
function lastLine(text: string): string | undefined {
  const line = text.split(/[\r\n]/).findLast((one) => one.trim() !== "");
  return line?.replace(CONTROLS, " ").trim().slice(0, LONGEST_WORDS);
}
