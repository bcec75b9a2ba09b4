import type { CommitId, RefName, RemoteName } from "./brands.ts";

/** A git operation that someone began and has not finished. */
export type OpenOperation = "rebase" | "merge" | "cherry-pick" | "revert" | "bisect" | "am";

/** The branch on the remote that a local branch follows. */
export interface UpstreamBranch {
  readonly remote: RemoteName;
  /** The branch's name there, such as `refs/heads/main`. */
  readonly remoteRef: RefName;
  /** Where git remembers it, such as `refs/remotes/origin/main`. */
  readonly trackingRef: RefName;
}

/** The branch on the remote that a local branch follows, and what we remember of it. */
export interface Upstream extends UpstreamBranch {
  readonly tip: CommitId;
}

/** Where HEAD stands. Only `tracking` can be synced; the others say why not. */
export type Head =
  | {
      readonly kind: "tracking";
      /** The local branch, such as `refs/heads/main`. */
      readonly branch: RefName;
      readonly commit: CommitId;
      readonly upstream: Upstream;
    }
  /** The branch follows one that git does not remember: not on the remote, never fetched, pruned. */
  | {
      readonly kind: "upstream-gone";
      readonly branch: RefName;
      readonly commit: CommitId;
      readonly upstream: UpstreamBranch;
    }
  | { readonly kind: "no-upstream"; readonly branch: RefName; readonly commit: CommitId }
  | { readonly kind: "unborn"; readonly branch: RefName }
  | { readonly kind: "detached"; readonly commit: CommitId };

/** What the remote says of the upstream branch. */
export type RemoteTip =
  /** Not asked in this look: the trigger was local. */
  | { readonly kind: "unasked" }
  | { readonly kind: "at"; readonly commit: CommitId }
  | { readonly kind: "absent" };

/** How a file differs from what the commits that we would take expect to find there. */
export type InTheWayKind = "edited" | "deleted" | "untracked" | "ignored";

/** A file that taking the remote's commits would replace. */
export interface FileInTheWay {
  /** Relative to the top of the work tree, as git names it. */
  readonly path: string;
  readonly kind: InTheWayKind;
}

/** What stands between a work tree and other commits. Edits that those commits do not touch are not in it. */
export interface InTheWay {
  /** Changes are staged: someone prepares a commit on top of HEAD as it is. */
  readonly staged: boolean;
  readonly files: readonly FileInTheWay[];
}

/** Why a look happens, as far as a rule depends on it. `asked`: a person wants it now. */
export const OCCASIONS = ["start", "sync", "tick", "commit", "asked"] as const;

/** See {@link OCCASIONS}. */
export type Occasion = (typeof OCCASIONS)[number];

/** `hookline.startup`: whose history wins a divergence when the agent starts. */
export type StartupRule = "remote" | "mode";

/** `hookline.onDirty`: what becomes of files in the way. */
export type DirtyRule = "wait" | "rescue";

/** What one pass over a repository found, without changing anything. */
export interface Observation {
  readonly head: Head;
  readonly openOperation: OpenOperation | null;
  readonly paused: boolean;
  readonly occasion: Occasion;
  /** This machine wins a divergence. */
  readonly alpha: boolean;
  readonly startup: StartupRule;
  readonly onDirty: DirtyRule;
  /** Commits of HEAD that the upstream, as we remember it, lacks. */
  readonly ahead: number;
  /** Commits of the upstream, as we remember it, that HEAD lacks. */
  readonly behind: number;
  /** HEAD and the upstream have a commit in common. */
  readonly related: boolean;
  /** The repository does not hold its whole history. */
  readonly shallow: boolean;
  readonly remoteTip: RemoteTip;
  /**
   * The remote dropped commits that we have seen there. *Ahead* then means that an ordinary
   * push would bring back what someone removed on purpose.
   */
  readonly remoteRewound: boolean;
  /** Another alpha took the place of what this machine had pushed: its rescue lies on the remote. */
  readonly replacedByAlpha: boolean;
  /** A plain `git push` would send the branch to the one that it follows; see `pushesToUpstream`. */
  readonly pushesToUpstream: boolean;
  /** What taking the upstream's commits would replace; `null` until someone has looked. */
  readonly inTheWay: InTheWay | null;
  /**
   * The repository's own config sets filters, which background work does not run. Taking files
   * without them would write what the filter should have changed.
   */
  readonly ownFilters: boolean;
  /** Another work tree of the repository has this branch checked out too. */
  readonly checkedOutTwice: boolean;
}

/** Where a branch stands to its upstream, in git's words. */
export const SYNC_STATES = ["up-to-date", "behind", "ahead", "diverged", "unknown"] as const;

/** See {@link SYNC_STATES}. `unknown`: there is no upstream, or nobody has looked yet. */
export type SyncState = (typeof SYNC_STATES)[number];

/** Names the state of a branch from what a look found. */
export function syncState(seen: Observation): SyncState {
  if (seen.head.kind !== "tracking") return "unknown";
  if (isDiverged(seen)) return "diverged";
  if (seen.behind > 0) return "behind";
  if (seen.ahead > 0) return "ahead";
  return "up-to-date";
}

/** A remote that dropped commits we saw there counts as moved on: pushing would bring them back. */
export function isDiverged({ ahead, behind, remoteRewound }: Observation): boolean {
  return ahead > 0 && (behind > 0 || remoteRewound);
}
