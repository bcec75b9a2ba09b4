import type { CommitId, RefName, RemoteName } from "./brands.ts";

/** A git operation that someone began and has not finished. */
export type OpenOperation = "rebase" | "merge" | "cherry-pick" | "revert" | "bisect" | "am";

/** The branch on the remote that a local branch follows. */
export interface Upstream {
  readonly remote: RemoteName;
  /** The branch's name there, such as `refs/heads/main`. */
  readonly remoteRef: RefName;
  /** Where we remember it, such as `refs/remotes/origin/main`. */
  readonly trackingRef: RefName;
  /** What we remember. */
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
  /** The branch follows one that is not on the remote, or has never been fetched. */
  | { readonly kind: "upstream-gone"; readonly branch: RefName; readonly commit: CommitId }
  | { readonly kind: "no-upstream"; readonly branch: RefName; readonly commit: CommitId }
  | { readonly kind: "unborn"; readonly branch: RefName }
  | { readonly kind: "detached"; readonly commit: CommitId };

/** What the remote says of the upstream branch. */
export type RemoteTip =
  /** Not asked in this look: the trigger was local. */
  | { readonly kind: "unasked" }
  | { readonly kind: "at"; readonly commit: CommitId }
  | { readonly kind: "absent" };

/** What keeps a work tree from taking commits: files in the way, or a commit being prepared. */
export type BlockedBy = "local-changes" | "staged";

/** What one pass over a repository found, without changing anything. */
export interface Observation {
  readonly head: Head;
  readonly openOperation: OpenOperation | null;
  readonly paused: boolean;
  /** Commits of HEAD that the upstream, as we remember it, lacks. */
  readonly ahead: number;
  /** Commits of the upstream, as we remember it, that HEAD lacks. */
  readonly behind: number;
  readonly remoteTip: RemoteTip;
  /**
   * The remote dropped commits that we have seen there. *Ahead* then means that an ordinary
   * push would bring back what someone removed on purpose.
   */
  readonly remoteRewound: boolean;
  /** A plain `git push` would send the branch to the one that it follows; see `pushesToUpstream`. */
  readonly pushesToUpstream: boolean;
  /** What the last attempt to take the remote's commits stopped before. */
  readonly blockedBy: BlockedBy | null;
  /**
   * The repository's own config sets filters, which background work does not run. Taking files
   * without them would write what the filter should have changed.
   */
  readonly ownFilters: boolean;
}

/** Where a branch stands to its upstream, in git's words. */
export const SYNC_STATES = ["up-to-date", "behind", "ahead", "diverged", "unknown"] as const;

/** See {@link SYNC_STATES}. `unknown`: there is no upstream, or nobody has looked yet. */
export type SyncState = (typeof SYNC_STATES)[number];

/** Names the state of a branch from what a look found. */
export function syncState(seen: Observation): SyncState {
  if (seen.head.kind !== "tracking") return "unknown";
  if (seen.ahead > 0 && (seen.behind > 0 || seen.remoteRewound)) return "diverged";
  if (seen.behind > 0) return "behind";
  if (seen.ahead > 0) return "ahead";
  return "up-to-date";
}
