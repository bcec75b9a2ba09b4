/** Why a look must not act. */
export const HOLD_REASONS = [
  "paused",
  "rebase",
  "merge",
  "cherry-pick",
  "revert",
  "bisect",
  "am",
  "detached",
  "unborn",
  "no-upstream",
  "upstream-gone",
  "pushes-elsewhere",
  "unrelated",
  "shallow",
  "two-alphas",
  "local-changes",
  "staged",
  "own-filters",
  "checked-out-twice",
  "mass-deletion",
] as const;

/** See {@link HOLD_REASONS}; {@link HOLDS} says what each means. */
export type HoldReason = (typeof HOLD_REASONS)[number];

/** The holds that git itself may end within a moment: it is in the middle of something. */
export const PASSING_HOLDS: ReadonlySet<HoldReason> = new Set([
  "rebase",
  "merge",
  "cherry-pick",
  "revert",
  "am",
]);

/** What we tell a person about a hold. */
export interface HoldRule {
  readonly says: string;
  readonly next: string;
}

const unfinished = (what: string, finish: string): HoldRule => ({
  says: `${what} is not finished.`,
  next: `Finish it (${finish}); Hookline goes on by itself.`,
});

/** What each hold means and what ends it. */
export const HOLDS: Readonly<Record<HoldReason, HoldRule>> = {
  paused: { says: "Syncing is paused.", next: "Run `hookline resume`." },
  rebase: unfinished("A rebase", "`git rebase --continue` or `--abort`"),
  merge: unfinished("A merge", "`git commit` or `git merge --abort`"),
  "cherry-pick": unfinished("A cherry-pick", "`git cherry-pick --continue` or `--abort`"),
  revert: unfinished("A revert", "`git revert --continue` or `--abort`"),
  bisect: unfinished("A bisect", "`git bisect reset`"),
  am: unfinished("A patch series", "`git am --continue` or `--abort`"),
  detached: {
    says: "HEAD is detached: no branch is checked out.",
    next: "Run `git switch <branch>`; Hookline goes on by itself.",
  },
  unborn: {
    says: "The branch has no commit yet.",
    next: "Make the first commit; Hookline goes on by itself.",
  },
  "no-upstream": {
    says: "The branch follows no branch of a remote.",
    next: "Run `git push -u <remote> <branch>` once; Hookline goes on by itself.",
  },
  "upstream-gone": {
    says: "The branch is not on the remote.",
    next: "Push it once with `git push -u <remote> <branch>`, or switch to another branch.",
  },
  "pushes-elsewhere": {
    says: "`git push` would not send this branch to the branch that it follows.",
    next: "Push it where you want it (`git push -u <remote> <branch>`); Hookline follows from then on.",
  },
  unrelated: {
    says: "Your branch and the remote's have no commit in common.",
    next: "Nothing was touched. Check `git remote -v`; if it is right, push or reset once yourself.",
  },
  shallow: {
    says: "This shallow clone cannot tell whether your branch and the remote's have a commit in common.",
    next: "Run `git fetch --unshallow`; Hookline goes on by itself.",
  },
  "two-alphas": {
    says: "Another alpha replaced the commits that this machine had pushed. Two alphas cannot both win.",
    next: "Run `hookline alpha off` on one of them. To let this machine win once more, run `hookline sync`.",
  },
  "local-changes": {
    says: "Files that you changed stand in the way of the remote's commits.",
    next: "Move them away or stash them (`git stash -u`, with `-a` for ignored ones); Hookline goes on by itself.",
  },
  staged: {
    says: "Changes are staged for a commit, and the remote has news.",
    next: "Commit or unstage them; Hookline does not move the branch under a commit that you prepare.",
  },
  "own-filters": {
    says: "This repository's own config sets filters, which Hookline does not run, and the remote has news.",
    next: "Read them with `hookline trust`, which also accepts them; Hookline goes on by itself.",
  },
  "checked-out-twice": {
    says: "Another work tree has this branch checked out too, and the remote has news.",
    next: "Switch one of them to another branch (`git worktree list` names them); Hookline goes on by itself.",
  },
  "mass-deletion": {
    says: "Most of the files are gone from the work tree; committing that looks like an accident.",
    next: "Bring them back (`git restore .`), or commit the deletion yourself.",
  },
};
