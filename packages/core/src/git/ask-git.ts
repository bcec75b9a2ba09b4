import type { GitFailure } from "../decide/git-failure.ts";
import type { Reading } from "../decide/outcome.ts";
import { fileFailure as sortFileFailure } from "../file-failure.ts";
import { classify } from "./classify.ts";
import type { Git, GitCommand } from "./run-git.ts";

/** git, and how long each call of it may take. */
export interface LimitedGit {
  readonly git: Git;
  readonly limits: { readonly deadlineMs: number; readonly signal?: AbortSignal };
}

/** Makes an answer. */
export function read<Value>(value: Value): { readonly kind: "read"; readonly value: Value } {
  return { kind: "read", value };
}

/** Makes a failure. */
export function failed(kind: GitFailure["kind"], detail: string) {
  return { kind: "failed", failure: { kind, detail } } as const;
}

/** Runs git within the limits; gives what it printed, without the line end, if it succeeded. */
export async function askGit(
  { git, limits }: LimitedGit,
  command: GitCommand,
): Promise<Reading<string>> {
  const exit = await git({ ...limits, ...command });
  if (exit.kind !== "exited" || exit.exitCode !== 0) {
    return { kind: "failed", failure: classify(exit) };
  }
  return read(exit.stdout.replace(/\n$/, ""));
}

/**
 * As {@link askGit}, but gives the bytes, one character each (latin1), and any number of them.
 *
 * File names are bytes to git; read as UTF-8, a name that is none would turn into another one.
 */
export async function askGitBytes(
  tools: LimitedGit,
  command: GitCommand,
): Promise<Reading<string>> {
  const chunks: Buffer[] = [];
  const answer = await askGit(tools, { ...command, onStdout: (chunk) => void chunks.push(chunk) });
  return answer.kind === "failed" ? answer : read(Buffer.concat(chunks).toString("latin1"));
}

/**
 * Makes a failure of an error of the file system.
 *
 * @throws the error itself when it is none of the file system's
 */
export function fileFailure(error: unknown) {
  return { kind: "failed", failure: sortFileFailure(error) } as const;
}
