import { parse } from "node:path";
import { type AbsolutePath, absolutePath } from "../decide/brands.ts";
import { Bug } from "../errors.ts";
import type { Log } from "../log/events.ts";
import { redact } from "../log/redact.ts";
import { type ConfigOverride, type GitIdentity, gitEnvironment } from "./git-environment.ts";
import { type GitExit, runGroup, runLocal } from "./git-process.ts";
import { allowsFlag, type GitVerb, VERBS } from "./verbs.ts";

/** One git command, as typed arguments. */
export interface GitCommand {
  readonly verb: GitVerb;
  readonly flags: readonly string[];
  /** What the command works on. Stands after `--end-of-options`, so none of it can be an option. */
  readonly operands?: readonly string[];
  /** Paths inside the work tree. Stand after `--`. */
  readonly paths?: readonly string[];
  /** Why it runs; becomes the reflog's `hookline: <cause>`. */
  readonly cause?: string;
  readonly deadlineMs?: number;
  readonly maxOutputBytes?: number;
  readonly signal?: AbortSignal;
  /** What git reads from its standard input. */
  readonly stdin?: string;
  /** Gets git's output as it comes, as bytes; it is then not kept, and not limited. A promise makes git wait. */
  readonly onStdout?: (chunk: Buffer) => void | Promise<void>;
  /** Work on this index instead of the repository's own. */
  readonly indexFile?: AbsolutePath;
  /** Work on the files of this folder instead of the repository's own. */
  readonly workTree?: AbsolutePath;
  /** Who the author of a commit is: the person, as git is configured, or we. */
  readonly identity?: GitIdentity;
}

/** What a repository needs switched off or kept; see `repositoryOverrides`. */
export interface GitTrust {
  readonly overrides: readonly ConfigOverride[];
  readonly sshCommand: string | undefined;
}

/** How a folder's git is opened. */
export interface OpenGitOptions extends GitTrust {
  /**
   * Let hooks run. Only where Hookline plays a person in a repository of its own, as the
   * playground does; never for a look.
   */
  readonly hooks: boolean;
}

/** The one way to run git: bound to a folder, so that no call can work on another. */
export type Git = (command: GitCommand) => Promise<GitExit>;

/** What the host of an agent adds to git's configuration, on its own authority. */
export interface HostGit {
  readonly overrides: readonly ConfigOverride[];
  /** Outranks the user's own ssh command. */
  readonly sshCommand: string | undefined;
}

/** What the door needs from outside. */
export interface GitDoor {
  readonly env: NodeJS.ProcessEnv;
  readonly log: Log;
  readonly host?: HostGit | undefined;
}

const LOCAL_DEADLINE_MS = 30_000;
const LONGEST_LINE = 500;
const MAX_OUTPUT_BYTES = 8 * 1024 * 1024;
const DEFAULTS: OpenGitOptions = { overrides: [], sshCommand: undefined, hooks: false };

/**
 * Opens the only door to git, for one folder.
 *
 * Every call is checked against the list of allowed sub-commands and flags, runs in an
 * environment made from scratch, with a deadline and a cap on its output, and says nothing
 * secret afterwards.
 */
export function openGit(
  door: GitDoor,
  cwd: AbsolutePath,
  options: Partial<OpenGitOptions> = {},
): Git {
  const { overrides, sshCommand, hooks } = { ...DEFAULTS, ...options };
  return async (command) => {
    const run = {
      cwd,
      args: argumentsOf(command),
      env: gitEnvironment(door.env, {
        cause: command.cause ?? "look",
        indexFile: command.indexFile,
        workTree: command.workTree,
        identity: command.identity,
        hooks,
        // The host's come last: a repository's own credential helpers have been cleared by then.
        overrides: [...overrides, ...(door.host?.overrides ?? [])],
        sshCommand: door.host?.sshCommand ?? sshCommand,
      }),
      deadlineMs: command.deadlineMs ?? LOCAL_DEADLINE_MS,
      maxOutputBytes: command.maxOutputBytes ?? MAX_OUTPUT_BYTES,
      signal: command.signal,
      stdin: command.stdin,
      onStdout: command.onStdout,
    };
    const local =
      VERBS[command.verb].reach === "local" &&
      command.stdin === undefined &&
      command.onStdout === undefined;
    const exit = withoutSecrets(await (local ? runLocal(run) : runGroup(run)));
    if (exit.kind !== "exited" || exit.exitCode !== 0) {
      door.log("git.failed", {
        repository: cwd,
        verb: command.verb,
        exitCode: exit.kind === "exited" ? exit.exitCode : null,
        detail: describeExit(exit),
      });
    }
    return exit;
  };
}

/** As {@link openGit}, for what concerns no repository: the user's own configuration, the version. */
export function openGitOutside(door: GitDoor): Git {
  return openGit(door, absolutePath(parse(process.execPath).root));
}

/**
 * Builds the argument list of a command.
 *
 * @throws Bug when a flag is not on the verb's list: that is ours to fix, never the user's
 */
export function argumentsOf(command: GitCommand): string[] {
  for (const flag of command.flags) {
    if (!allowsFlag(command.verb, flag))
      throw new Bug(`git ${command.verb} ${flag} is not allowed`);
  }
  const texts = [...(command.operands ?? []), ...(command.paths ?? [])];
  if (texts.some((text) => text.includes("\0")))
    throw new Bug(`NUL in an argument of git ${command.verb}`);
  return [
    command.verb,
    ...command.flags,
    ...(command.operands ? ["--end-of-options", ...command.operands] : []),
    ...(command.paths ? ["--", ...command.paths] : []),
  ];
}

/** Says in one line how a git command ended, without secrets. */
export function describeExit(exit: GitExit): string {
  switch (exit.kind) {
    case "exited":
      return lastWords(exit.stderr) || `git ended with code ${exit.exitCode}`;
    case "timed-out":
      return `no end after ${exit.afterMs / 1000} s`;
    case "too-much-output":
      return `more than ${exit.limitBytes} bytes of output`;
    case "stopped":
      return "stopped";
    case "not-started":
      return exit.problem;
  }
}

/** git says what went wrong in its last `fatal:`, `error:` or `!` line; hints come before or after. */
function lastWords(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.trim());
  const telling = lines.filter((line) => /^(?:fatal|error|ssh|remote|! )/i.test(line));
  return plainLine(telling.at(-1) ?? lines.findLast((line) => line !== "") ?? "");
}

/** Takes git's own marks off a line of its messages, and bounds it. */
export function plainLine(line: string): string {
  return line
    .trim()
    .replace(/^(?:fatal|error|remote): /, "")
    .slice(0, LONGEST_LINE);
}

function withoutSecrets(exit: GitExit): GitExit {
  if (exit.kind === "exited") return { ...exit, stderr: redact(exit.stderr) };
  if (exit.kind === "not-started") return { ...exit, problem: redact(exit.problem) };
  return exit;
}
