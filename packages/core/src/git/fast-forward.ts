import type { CommitId } from "../decide/brands.ts";
import type { GitFailure } from "../decide/git-failure.ts";
import type { BlockedBy } from "../decide/observation.ts";
import { classify } from "./classify.ts";
import type { Git } from "./run-git.ts";

/** What became of a fast-forward. */
export type FastForwardOutcome =
  | { readonly kind: "moved" }
  /** Files would have been overwritten, or a commit is being prepared. Nothing was changed. */
  | { readonly kind: "blocked"; readonly by: BlockedBy }
  | { readonly kind: "failed"; readonly failure: GitFailure };

/** unpack-trees.c, setup_unpack_trees_porcelain; code 1 alone is also a lock that someone holds. */
const BLOCKED =
  /^error: (?:Your local changes|The following untracked working tree files|Updating the following directories|Entry '.*' not uptodate)/m;

/**
 * Moves the checked-out branch, index and work tree forward to `to`.
 *
 * Not while changes are staged: a commit whose editor or slow hook is open would find another
 * HEAD than it began with, and fail.
 *
 * `merge --ff-only` keeps every edit that it does not touch and refuses where it would overwrite one; `--no-overwrite-ignore` makes that true of ignored files too. Autostash is
 * off: with it, git succeeds and leaves conflict markers. It is not stopped half-way when the
 * agent stops: it is short, and a work tree half moved is worse than a stop a little later.
 */
export async function fastForward(
  git: Git,
  to: CommitId,
  limits: { deadlineMs: number },
): Promise<FastForwardOutcome> {
  const staged = await git({
    verb: "diff-index",
    flags: ["--cached", "--quiet"],
    operands: ["HEAD"],
  });
  if (staged.kind !== "exited" || staged.exitCode > 1) {
    return { kind: "failed", failure: classify(staged) };
  }
  if (staged.exitCode === 1) return { kind: "blocked", by: "staged" };
  const exit = await git({
    verb: "merge",
    flags: ["--ff-only", "--no-overwrite-ignore", "--no-stat", "--quiet"],
    operands: [to],
    cause: "fast-forward",
    deadlineMs: limits.deadlineMs,
  });
  if (exit.kind === "exited" && exit.exitCode === 0) return { kind: "moved" };
  if (exit.kind === "exited" && exit.exitCode === 1 && BLOCKED.test(exit.stderr)) {
    return { kind: "blocked", by: "local-changes" };
  }
  return { kind: "failed", failure: classify(exit) };
}
