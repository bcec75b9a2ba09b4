import type { Git } from "./run-git.ts";

/** What is counted, and how far. */
export interface FileCount {
  /**
   * - `commit`: what the commit of HEAD changed; all of it for the first commit, and for a merge
   *   what it changed on its own branch.
   * - `unpushed`: what differs between HEAD and its upstream as we remember it.
   */
  readonly of: "commit" | "unpushed";
  readonly most: number;
  readonly signal: AbortSignal;
}

/** git compares two trees, or a commit with its first parent; a merge would have no files otherwise. */
const OPERANDS = { commit: ["HEAD"], unpushed: ["@{upstream}", "HEAD"] } as const;

/**
 * Counts the files of a commit; `more` as soon as there are more than `most`, `null` where git
 * cannot say. Its output is counted as it comes, never kept.
 */
export async function countFiles(
  git: Git,
  { of, most, signal }: FileCount,
): Promise<number | "more" | null> {
  const enough = new AbortController();
  let files = 0;
  const exit = await git({
    verb: "diff-tree",
    flags: [
      "-r",
      "--root",
      "--no-commit-id",
      "--name-only",
      "--no-renames",
      "--diff-merges=first-parent",
      "-z",
    ],
    operands: OPERANDS[of],
    signal: AbortSignal.any([signal, enough.signal]),
    onStdout: (chunk) => {
      files += countNuls(chunk);
      if (files > most) enough.abort();
    },
  });
  if (files > most) return "more";
  return exit.kind === "exited" && exit.exitCode === 0 ? files : null;
}

function countNuls(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(0); at !== -1; at = chunk.indexOf(0, at + 1)) count += 1;
  return count;
}
