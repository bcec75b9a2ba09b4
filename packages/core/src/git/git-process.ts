import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import type { Readable } from "node:stream";
import { getSystemErrorName } from "node:util";
import { simpleGit } from "simple-git";
import { endGroup, signalGroup } from "../process-group.ts";

/** One git process to run. */
export interface GitProcess {
  readonly cwd: string;
  readonly args: readonly string[];
  readonly env: Record<string, string>;
  readonly deadlineMs: number;
  readonly maxOutputBytes: number;
  readonly signal: AbortSignal | undefined;
  /** What git reads; nothing where undefined. */
  readonly stdin: string | undefined;
  /**
   * Gets git's output as it comes, instead of it being kept; its size is then not limited. git waits
   * while a promise that it gave is open.
   */
  readonly onStdout: ((chunk: Buffer) => void | Promise<void>) | undefined;
}

/** How a git process ended. Only `exited` says anything about the repository. */
export type GitExit =
  | {
      readonly kind: "exited";
      readonly exitCode: number;
      readonly stdout: string;
      readonly stderr: string;
    }
  | { readonly kind: "timed-out"; readonly afterMs: number }
  | { readonly kind: "too-much-output"; readonly limitBytes: number }
  | { readonly kind: "stopped" }
  | {
      readonly kind: "not-started";
      readonly lacks: "git" | "folder" | "other";
      readonly problem: string;
    };

/** Why we ended a process before it ended itself. */
type Cut = Exclude<GitExit, { kind: "exited" | "not-started" }>;

/**
 * Runs a git command that stays in the repository and starts no program of its own.
 *
 * simple-git does the running. It can end only git itself, which is enough here; commands
 * that have children of their own go through {@link runGroup}.
 */
export async function runLocal(run: GitProcess): Promise<GitExit> {
  const abort = new AbortController();
  // simple-git's constructor throws for a folder that is gone.
  if (!existsSync(run.cwd)) return notStarted(run, `no folder ${run.cwd}`);
  const watch = watchProcess(run, () => abort.abort());
  let exited: GitExit | undefined;
  const git = simpleGit({
    baseDir: run.cwd,
    abort: abort.signal,
    allowEnvironment: Object.keys(run.env),
    completion: { onClose: true, onExit: false },
    // The environment is ours, built from constants: see `gitEnvironment`.
    unsafe: {
      allowUnsafeAlias: true,
      allowUnsafeAskPass: true,
      allowUnsafeCommandBinaries: true,
      allowUnsafeConfigEnvCount: true,
      allowUnsafeCredentialHelper: true,
      allowUnsafeDiffExternal: true,
      allowUnsafeDiffTextConv: true,
      allowUnsafeEditor: true,
      allowUnsafeFilter: true,
      allowUnsafeFsMonitor: true,
      allowUnsafeGitProxy: true,
      allowUnsafeGpgProgram: true,
      allowUnsafeHooksPath: true,
      allowUnsafeInclude: true,
      allowUnsafeMergeDriver: true,
      allowUnsafePager: true,
      allowUnsafeSshCommand: true,
    },
    errors(error, result) {
      // A process that never began has Node's error number for an exit code.
      if (result.exitCode < 0) {
        exited = notStarted(run, `spawn git ${getSystemErrorName(result.exitCode)}`);
        return error;
      }
      exited = {
        kind: "exited",
        exitCode: result.exitCode,
        stdout: Buffer.concat(result.stdOut).toString("utf8"),
        stderr: Buffer.concat(result.stdErr).toString("utf8"),
      };
      return error;
    },
  })
    .env(run.env)
    .outputHandler((_command, stdout, stderr) => {
      stdout.on("data", watch.count);
      // After a command that printed nothing, simple-git sleeps for 50 ms. An empty word will do.
      stdout.once("end", () => stdout.emit("data", Buffer.alloc(0)));
      stderr.on("data", watch.count);
    });
  try {
    await git.raw([...run.args]);
  } catch (error) {
    if (watch.cut() === undefined && exited === undefined) {
      return notStarted(run, error instanceof Error ? error.message : String(error));
    }
  } finally {
    watch.end();
  }
  return watch.cut() ?? exited ?? notStarted(run, "git gave no result");
}

/** Says what was missing: spawn reports `ENOENT` for an absent git and for an absent folder alike. */
function notStarted(run: GitProcess, problem: string): GitExit {
  const lacks = !existsSync(run.cwd) ? "folder" : /\bENOENT\b/.test(problem) ? "git" : "other";
  return { kind: "not-started", lacks, problem };
}

/**
 * Runs a git command that starts further programs (transports, ssh, filters), or one that is fed
 * or listened to while it runs.
 *
 * The process leads a group of its own, so that the deadline ends all of them: a transport
 * that outlives git would keep the connection, and the terminal, for ever.
 */
export function runGroup(run: GitProcess): Promise<GitExit> {
  return new Promise((resolve) => {
    const child = spawn("git", run.args, {
      cwd: run.cwd,
      env: run.env,
      stdio: ["pipe", "pipe", "pipe"],
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    let callOff: (() => void) | undefined;
    const watch = watchProcess(run, () => {
      callOff ??= endGroup(child);
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => {
      if (run.onStdout) return holdWhile(child.stdout, run.onStdout(chunk));
      stdout.push(chunk);
      watch.count(chunk);
    });
    // git may end before it has read everything; its exit says why.
    child.stdin.on("error", () => undefined);
    child.stdin.end(run.stdin ?? "");
    child.stderr.on("data", (chunk: Buffer) => {
      stderr.push(chunk);
      watch.count(chunk);
    });
    child.once("error", (error) => {
      watch.end();
      resolve(notStarted(run, error.message));
    });
    child.once("close", (code) => {
      callOff?.();
      watch.end();
      // Whatever git had started and left behind goes with it.
      if (watch.cut() !== undefined) signalGroup(child, "SIGKILL");
      resolve(
        watch.cut() ?? {
          kind: "exited",
          // Ended by a signal that was not ours: 128 is git's own code for "fatal".
          exitCode: code ?? 128,
          stdout: Buffer.concat(stdout).toString("utf8"),
          stderr: Buffer.concat(stderr).toString("utf8"),
        },
      );
    });
  });
}

/** Lets a stream rest until whoever took its last chunk wants more. */
function holdWhile(stream: Readable, taken: void | Promise<void>): void {
  if (taken === undefined) return;
  stream.pause();
  void taken.finally(() => stream.resume());
}

interface ProcessWatch {
  readonly count: (chunk: Buffer | string) => void;
  readonly cut: () => Cut | undefined;
  readonly end: () => void;
}

/** Ends a process that runs too long, says too much or is no longer wanted. */
function watchProcess(run: GitProcess, endProcess: () => void): ProcessWatch {
  let cut: Cut | undefined;
  let bytes = 0;
  const stop = (why: Cut): void => {
    cut ??= why;
    endProcess();
  };
  const timer = setTimeout(
    () => stop({ kind: "timed-out", afterMs: run.deadlineMs }),
    run.deadlineMs,
  );
  const onAbort = (): void => stop({ kind: "stopped" });
  if (run.signal?.aborted) onAbort();
  run.signal?.addEventListener("abort", onAbort);
  return {
    count(chunk) {
      bytes += chunk.length;
      if (bytes > run.maxOutputBytes) {
        stop({ kind: "too-much-output", limitBytes: run.maxOutputBytes });
      }
    },
    cut: () => cut,
    end() {
      clearTimeout(timer);
      run.signal?.removeEventListener("abort", onAbort);
    },
  };
}
