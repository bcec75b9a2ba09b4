/** How far a command reaches, and so which runner must be able to end it. */
export type GitReach =
  /** Reads or writes inside the repository and starts no program. */
  | "local"
  /** Starts transports, ssh, filters or hooks. */
  | "programs";

/** What one sub-command may be given. */
export interface VerbRule {
  readonly reach: GitReach;
  /** Flags that may be used, whole or as a pattern of the whole flag. */
  readonly flags: readonly (string | RegExp)[];
}

/**
 * Every git sub-command that Hookline runs, and every flag of it.
 *
 * A list of what is allowed, because lists of what is dangerous have always had holes: git
 * gains options that run programs, a fixed list does not.
 */
export const VERBS = {
  version: { reach: "local", flags: [] },
  config: {
    reach: "local",
    flags: [
      "--list",
      "--show-scope",
      "--show-origin",
      "-z",
      "--local",
      "--global",
      "--add",
      "--get-all",
      "--unset-all",
      "--fixed-value",
      "--replace-all",
    ],
  },
  "rev-parse": {
    reach: "local",
    flags: [
      "HEAD",
      "@{upstream}",
      "--verify",
      "--quiet",
      "--symbolic-full-name",
      "--path-format=absolute",
      "--absolute-git-dir",
      "--git-common-dir",
      "--show-toplevel",
      "--show-superproject-working-tree",
      "--is-bare-repository",
      "--is-inside-work-tree",
      "--git-path",
      "hooks",
    ],
  },
  "symbolic-ref": { reach: "local", flags: ["-q", "HEAD"] },
  "rev-list": {
    reach: "local",
    flags: [
      "--left-right",
      "--count",
      "--no-commit-header",
      "--format=%H %s",
      /^--max-count=\d+$/,
      "--not",
      "--branches",
      "--tags",
      "--remotes",
    ],
  },
  "merge-base": { reach: "local", flags: ["--is-ancestor", "--all"] },
  "diff-index": {
    reach: "local",
    flags: [
      "--cached",
      "--quiet",
      "--raw",
      "-z",
      "--no-renames",
      "--ignore-submodules=all",
      "--ignore-submodules=none",
    ],
  },
  "diff-files": {
    reach: "local",
    flags: ["--raw", "-z", "--ignore-submodules=all", "--ignore-submodules=dirty"],
  },
  "diff-tree": {
    reach: "local",
    flags: [
      "-r",
      "--raw",
      "-z",
      "--no-renames",
      "--ignore-submodules=none",
      "-p",
      "--no-ext-diff",
      "--no-textconv",
      "--root",
      "--no-commit-id",
      "--name-only",
      "--diff-merges=first-parent",
      "--merge-base",
    ],
  },
  "ls-files": {
    reach: "local",
    flags: ["-z", "-s", "-v", "-o", "--exclude-standard", "--ignored", "--directory"],
  },
  "ls-tree": { reach: "local", flags: ["-r", "-z", "--full-tree"] },
  "cat-file": { reach: "local", flags: ["--batch"] },
  "hash-object": { reach: "local", flags: ["-w", "--no-filters", "--stdin-paths"] },
  // With `-u` it writes files, through filters.
  "read-tree": { reach: "programs", flags: ["-m", "-u"] },
  "check-ignore": { reach: "local", flags: ["-z", "--stdin"] },
  // Reads files through their filters.
  status: {
    reach: "programs",
    flags: [
      "--porcelain=v2",
      "-z",
      "--untracked-files=all",
      "--no-renames",
      "--ignore-submodules=all",
    ],
  },
  "update-index": {
    reach: "programs",
    flags: ["--index-info", "--add", "--remove", "--replace", "--stdin", "-q", "--refresh"],
  },
  // Its filters are the user's own: a repository's are switched off for every call.
  "checkout-index": { reach: "programs", flags: ["--stdin"] },
  "write-tree": { reach: "local", flags: [] },
  mktree: { reach: "local", flags: [] },
  "commit-tree": { reach: "local", flags: [/^-p[0-9a-f]{40,64}$/] },
  "for-each-ref": { reach: "local", flags: [/^--format=/] },
  "update-ref": { reach: "local", flags: ["-d", /^-mhookline: [a-z' -]+$/] },
  "ls-remote": { reach: "programs", flags: ["--upload-pack=git-upload-pack"] },
  fetch: {
    reach: "programs",
    flags: [
      "--no-tags",
      "--no-write-fetch-head",
      "--no-recurse-submodules",
      "--no-auto-maintenance",
      "--quiet",
      "--refmap=",
      "--upload-pack=git-upload-pack",
    ],
  },
  push: {
    reach: "programs",
    flags: [
      "--porcelain",
      "--set-upstream",
      "--no-verify",
      "--no-follow-tags",
      "--no-signed",
      "--recurse-submodules=no",
      "--receive-pack=git-receive-pack",
      /^--force-with-lease=refs\/heads\/[^:]+:[0-9a-f]{40,64}$/,
      // Empty: the ref must not be there yet (git-push(1)).
      /^--force-with-lease=refs\/hookline\/rescue\/[^:]+:(?:[0-9a-f]{40,64})?$/,
    ],
  },
  merge: {
    reach: "programs",
    flags: ["--ff-only", "--no-overwrite-ignore", "--quiet", "--no-stat"],
  },
  maintenance: {
    reach: "programs",
    flags: ["run", "--auto", "--quiet", "--task=loose-objects", "--task=incremental-repack"],
  },
  add: { reach: "programs", flags: [] },
  commit: { reach: "programs", flags: ["--quiet", "--allow-empty", /^--message=/] },
  init: { reach: "programs", flags: ["--bare", "--quiet", /^--initial-branch=[\w./-]+$/] },
  clone: {
    reach: "programs",
    flags: [
      "--quiet",
      "--no-recurse-submodules",
      "--no-local",
      "--origin=origin",
      /^--branch=[^-].*$/,
    ],
  },
} as const satisfies Record<string, VerbRule>;

/** The name of an allowed sub-command. */
export type GitVerb = keyof typeof VERBS;

/** Whether a verb's rule lists this flag. */
export function allowsFlag(verb: GitVerb, flag: string): boolean {
  const flags: readonly (string | RegExp)[] = VERBS[verb].flags;
  return flags.some((rule) => (typeof rule === "string" ? rule === flag : rule.test(flag)));
}
