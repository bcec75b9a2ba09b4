/** The kinds of failure that a look can meet. */
export const GIT_FAILURE_KINDS = [
  "offline",
  "timeout",
  "auth",
  "denied",
  "unverified",
  "not-found",
  "bad-remote",
  "moved",
  "refused",
  "protected",
  "rate-limited",
  "remote-trouble",
  "filter",
  "unwritable",
  "unreadable",
  "command",
  "untrusted",
  "no-identity",
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
  /**
   * Set when the remote was not asked, because its host had just disappointed another look: until
   * when (milliseconds since the epoch), or `null` for until a person acts. Counts as no attempt.
   */
  readonly waitsUntil?: number | null;
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
  denied: {
    retry: "ask-person",
    network: false,
    says: "The remote knows you, and does not let you do this.",
    next: "Ask for the right, or sign in as somebody who has it; then run `hookline sync`.",
  },
  unverified: {
    retry: "later",
    network: true,
    says: "The remote could not prove who it is (its ssh host key or its certificate).",
    next: "Nothing was sent. Check the network that you are on, then run `git fetch` in that folder; Hookline tries again by itself.",
  },
  "not-found": {
    retry: "ask-person",
    network: false,
    says: "The remote says that this repository does not exist, or that you may not see it.",
    next: "Check `git remote -v`, then run `hookline sync`.",
  },
  "bad-remote": {
    retry: "ask-person",
    network: false,
    says: "The remote's address cannot be used.",
    next: "Check `git remote -v`, then run `hookline sync`.",
  },
  moved: {
    retry: "soon",
    network: false,
    says: "The repository or its remote kept moving while we looked.",
    next: "Hookline looks again at once.",
  },
  refused: {
    retry: "ask-person",
    network: false,
    says: "The remote refused the push (a hook or a limit of the server).",
    next: "See what it said, change the commit or the rule, then run `hookline sync`.",
  },
  protected: {
    retry: "ask-person",
    network: false,
    says: "The remote protects this branch.",
    next: "Push to another branch, or change the rule on the server; then run `hookline sync`.",
  },
  "rate-limited": {
    retry: "later",
    network: true,
    says: "The remote asks us to slow down.",
    next: "Hookline tries again later by itself.",
  },
  "remote-trouble": {
    retry: "later",
    network: true,
    says: "The remote failed on its own side (a full disk, or storage that is damaged or read-only).",
    next: "Tell whoever runs it; Hookline tries again by itself.",
  },
  filter: {
    retry: "later",
    network: false,
    says: "A filter of git (Git LFS, for instance) could not write the remote's files.",
    next: "Nothing was changed. `hookline log` has its words; Hookline tries again by itself.",
  },
  unwritable: {
    retry: "later",
    network: false,
    says: "git could not write a file here (its rights, its name, or a read-only disk).",
    next: "See which file it names; Hookline tries again by itself.",
  },
  unreadable: {
    retry: "later",
    network: false,
    says: "A file that is about to be replaced cannot be read, so it could not be kept.",
    next: "Nothing was changed. Give yourself the right to read it, or move it away; Hookline tries again by itself.",
  },
  command: {
    retry: "later",
    network: false,
    says: "Your command failed.",
    next: "`hookline log` has its output; Hookline tries again by itself.",
  },
  untrusted: {
    retry: "ask-person",
    network: false,
    says: "This repository's own config names a command that you have not trusted.",
    next: "Read it with `hookline trust`, which also accepts it.",
  },
  "no-identity": {
    retry: "ask-person",
    network: false,
    says: "git does not know who commits here.",
    next: "Set `git config --global user.name` and `user.email`; in a container, GIT_AUTHOR_NAME and GIT_AUTHOR_EMAIL.",
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
    retry: "later",
    network: false,
    says: "The agent ended three times in the middle of this look.",
    next: "Hookline tries again in an hour; read `hookline log`, or run `hookline sync` to try now.",
  },
  unknown: {
    retry: "later",
    network: false,
    says: "git failed.",
    next: "Hookline tries again by itself; `hookline log` has the details.",
  },
};
