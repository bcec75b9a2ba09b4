/** What a movement of HEAD brought into the work tree. */
export type HeadMovement =
  /** A commit that was made here. */
  | "commit"
  /** Commits that came from elsewhere. */
  | "pull"
  /** Nothing new: another place in the history that is here already. */
  | "neither";

/** What git writes beside a commit that a task made, where its environment says so (git(1), GIT_REFLOG_ACTION). */
export const TASK_REFLOG_ACTION = "hookline-task";

/** What a message begins with, and what that says; the first that fits counts. */
const RULES: readonly (readonly [RegExp, HeadMovement])[] = [
  // Our own: `cause` of worktree/, tick/ and sync/run-step.ts.
  [/^hookline: (?:tick|auto-commit)$/, "commit"],
  [/^hookline: (?:fast-forward|take the remote's history)$/, "pull"],
  [/^hookline: /, "neither"],
  // A task that commits would start itself again, for ever.
  [new RegExp(`^${TASK_REFLOG_ACTION}\\b`), "neither"],
  // builtin/commit.c: `(initial)`, `(amend)`, `(merge)`, `(cherry-pick)`, `(rebase)`.
  [/^commit(?: \([\w-]+\))?:/, "commit"],
  [/^(?:cherry-pick|revert|am)(?: \(continue\))?:/, "commit"],
  // sequencer.c, `reflog_message`: `<action> (<step>): …`. The action is the whole command line of
  // `git pull`, `rebase`, or `rebase -i` before git 2.26. A pull that rebases starts at the remote's tip.
  [/^pull(?: .*?)? \(start\):/, "pull"],
  [
    /^(?:pull|rebase)(?: .*?)? \((?:pick|revert|edit|reword|squash|fixup|merge|continue)\):/,
    "commit",
  ],
  [/^(?:pull|rebase)(?: .*?)? \([\w-]+\)(?::|$)/, "neither"],
  // git-rebase.sh, git-rebase--am.sh and libgit2: `rebase: checkout …`, `rebase: <subject>`,
  // `rebase finished: …`.
  [/^rebase: (?:checkout |aborting$)|^rebase finished:/, "neither"],
  [/^rebase: /, "commit"],
  // builtin/pull.c, builtin/merge.c, builtin/fetch.c (`--update-head-ok`), builtin/receive-pack.c
  // (`receive.denyCurrentBranch = updateInstead`).
  [/^(?:pull|merge|fetch)(?: .*)?: |^push$/, "pull"],
  [/^clone:|^initial pull$/, "neither"],
  // builtin/checkout.c (`switch` too), builtin/reset.c, refs/files-backend.c, builtin/am.c.
  [/^(?:checkout|reset|Branch): |^am --(?:abort|skip)|^filter-branch: /, "neither"],
];

/**
 * Tells what a movement of HEAD was, by the message that git wrote beside it.
 *
 * Knowledge of git's own messages (2.39, and older spellings), with which libgit2 and JGit agree.
 * The words of a message that nobody knows (`git update-ref` of a script, another program) are taken
 * for a commit: a commit that is missed is missed for ever, one too many is content that a task has
 * had before.
 */
export function headMovement(message: string): HeadMovement {
  return RULES.find(([words]) => words.test(message))?.[1] ?? "commit";
}
