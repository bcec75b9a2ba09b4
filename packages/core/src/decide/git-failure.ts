/** The kinds of failure that a look can meet. */
export const GIT_FAILURE_KINDS = [
  "offline",
  "timeout",
  "auth",
  "not-found",
  "moved",
  "refused",
  "locked",
  "disk-full",
  "corrupt",
  "foreign-owner",
  "missing",
  "git-missing",
  "stopped",
  "crashed",
  "unknown",
] as const;

/** See {@link GIT_FAILURE_KINDS}; {@link FAILURES} says what each means. */
export type GitFailureKind = (typeof GIT_FAILURE_KINDS)[number];

/** A look that could not do its step. */
export interface GitFailure {
  readonly kind: GitFailureKind;
  /** git's own last words, without secrets. */
  readonly detail: string;
}

/** When to try again: in seconds, in minutes, or only when a person (or a new commit) says so. */
export type RetryClass = "soon" | "later" | "ask-person";

/** What we know and say about one kind of failure. */
export interface FailureRule {
  readonly retry: RetryClass;
  /** Whether the network or the other end is the cause; decides the exit code. */
  readonly network: boolean;
  /** What happened, as a sentence for people. */
  readonly says: string;
  /** What the person can do, or what happens by itself. */
  readonly next: string;
}

/** What we do about each kind of failure. A new kind does not compile until someone decides. */
export const FAILURES: Readonly<Record<GitFailureKind, FailureRule>> = {
  offline: {
    retry: "soon",
    network: true,
    says: "The remote cannot be reached.",
    next: "Hookline tries again by itself.",
  },
  timeout: {
    retry: "later",
    network: true,
    says: "The remote did not answer in time.",
    next: "Hookline tries again by itself.",
  },
  auth: {
    retry: "ask-person",
    network: false,
    says: "The remote refused our credentials.",
    next: "Sign in with git (for example `git fetch` in that folder), then run `hookline sync`.",
  },
  "not-found": {
    retry: "ask-person",
    network: false,
    says: "The remote says that this repository does not exist, or that you may not see it.",
    next: "Check `git remote -v`, then run `hookline sync`.",
  },
  moved: {
    retry: "soon",
    network: false,
    says: "The remote moved while we were pushing.",
    next: "Hookline looks again at once.",
  },
  refused: {
    retry: "ask-person",
    network: false,
    says: "The remote refused the push (a protected branch or a hook on the server).",
    next: "See what it said, change the commit or the rule, then run `hookline sync`.",
  },
  locked: {
    retry: "soon",
    network: false,
    says: "Another git command holds the repository.",
    next: "Hookline waits for it and tries again.",
  },
  "disk-full": {
    retry: "later",
    network: false,
    says: "The disk is full.",
    next: "Free some space; Hookline tries again by itself.",
  },
  corrupt: {
    retry: "ask-person",
    network: false,
    says: "git found the repository damaged.",
    next: "Run `git fsck` there; nothing was changed.",
  },
  "foreign-owner": {
    retry: "ask-person",
    network: false,
    says: "The repository belongs to another user.",
    next: "Change its owner, or add it to git's `safe.directory` if you trust that user.",
  },
  missing: {
    retry: "later",
    network: false,
    says: "The folder is gone or is no repository any more.",
    next: "Bring it back, or run `hookline remove` for it.",
  },
  "git-missing": {
    retry: "later",
    network: false,
    says: "git could not be started.",
    next: "Install git, or put it on the PATH of the agent.",
  },
  stopped: {
    retry: "soon",
    network: false,
    says: "The look was stopped half-way.",
    next: "Hookline looks again at the next start.",
  },
  crashed: {
    retry: "ask-person",
    network: false,
    says: "The agent ended three times in the middle of this look.",
    next: "Read `hookline log`, then run `hookline sync`.",
  },
  unknown: {
    retry: "later",
    network: false,
    says: "git failed.",
    next: "Hookline tries again by itself; `hookline log` has the details.",
  },
};
