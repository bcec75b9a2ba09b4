import type { CommitId, RefName } from "./brands.ts";
import type { HoldReason } from "./hold.ts";
import {
  type InTheWay,
  isDiverged,
  type Observation,
  type Upstream,
  type UpstreamBranch,
} from "./observation.ts";
import type { RescueReason } from "./rescue.ts";

/** The one thing to do next in a repository. */
export type SyncStep =
  /** Nothing to do: both sides hold the same commits, as far as this look asked. */
  | { readonly kind: "rest" }
  /** Bring in what the remote has; moves only the remote-tracking ref. */
  | { readonly kind: "fetch"; readonly upstream: Upstream; readonly to: CommitId }
  /** Bring in a branch that git does not remember; makes the remote-tracking ref. */
  | { readonly kind: "track"; readonly upstream: UpstreamBranch; readonly to: CommitId }
  /** Find out which files the move from one commit to the other would replace. */
  | { readonly kind: "inspect"; readonly from: CommitId; readonly to: CommitId }
  /** Move the branch, the index and the work tree from one commit to another. */
  | {
      readonly kind: "take";
      readonly branch: RefName;
      readonly from: CommitId;
      readonly to: CommitId;
      /** Commits that come in. */
      readonly commits: number;
      /** Commits that leave the branch; 0 for a fast-forward. */
      readonly replaced: number;
      /** What must be kept before anything moves; `null` where nothing is replaced. */
      readonly rescue: RescueReason | null;
      /** Files that the rescue holds may be replaced. */
      readonly replacesFiles: boolean;
    }
  /** Move the remote's branch to `to`, if it still is where we remember it. */
  | {
      readonly kind: "push";
      readonly branch: RefName;
      readonly to: CommitId;
      readonly upstream: Upstream;
      readonly commits: number;
      /** Commits that leave the remote's branch; 0 for an ordinary push. They are rescued there first. */
      readonly replaced: number;
    }
  | { readonly kind: "hold"; readonly why: HoldReason };

type Tracking = Extract<Observation["head"], { kind: "tracking" }>;

/**
 * Picks the next step for one repository.
 *
 * Pure: every rule is a row of the table beside it. Where two rules could apply, the safer
 * one stands first. Each step leads to an observation whose next step is another, so a look
 * is this function asked again until it says `rest` or `hold`.
 */
export function nextStep(seen: Observation): SyncStep {
  if (seen.paused) return hold("paused");
  if (seen.openOperation !== null) return hold(seen.openOperation);
  const { head } = seen;
  if (head.kind === "upstream-gone" && seen.remoteTip.kind === "at") {
    return { kind: "track", upstream: head.upstream, to: seen.remoteTip.commit };
  }
  if (head.kind !== "tracking") return hold(head.kind);
  if (seen.remoteTip.kind === "absent") return hold("upstream-gone");
  if (seen.remoteTip.kind === "at" && seen.remoteTip.commit !== head.upstream.tip) {
    return { kind: "fetch", upstream: head.upstream, to: seen.remoteTip.commit };
  }
  if (isDiverged(seen)) return settleDivergence(seen, head);
  if (seen.behind > 0) return take(seen, head, { replaced: 0, rescue: null });
  if (seen.ahead > 0) return push(seen, head, 0);
  return { kind: "rest" };
}

/** One side wins, by the mode; the other side's commits are rescued. */
function settleDivergence(seen: Observation, head: Tracking): SyncStep {
  // A topic branch that follows `main` is no second version of `main`.
  if (!seen.pushesToUpstream) return hold("pushes-elsewhere");
  // Two histories without a common commit come from a wrong URL, not from two people at work.
  if (!seen.related) return hold(seen.shallow ? "shallow" : "unrelated");
  const remoteWins = !seen.alpha || (seen.occasion === "start" && seen.startup === "remote");
  if (!remoteWins) {
    // Two alphas would replace each other's commits for ever; one of them has to be asked first.
    if (seen.replacedByAlpha && seen.occasion !== "asked") return hold("two-alphas");
    return push(seen, head, seen.behind);
  }
  const rescue = seen.behind > 0 ? "diverged" : "rewound";
  return take(seen, head, { replaced: seen.ahead, rescue });
}

/** Takes the upstream's commits, unless that would replace what the person has not committed. */
function take(
  seen: Observation,
  { branch, commit, upstream }: Tracking,
  { replaced, rescue }: { replaced: number; rescue: RescueReason | null },
): SyncStep {
  if (seen.checkedOutTwice) return hold("checked-out-twice");
  if (seen.ownFilters) return hold("own-filters");
  if (seen.inTheWay === null) return { kind: "inspect", from: commit, to: upstream.tip };
  const obstacle = obstacleIn(seen.inTheWay);
  if (obstacle !== null && seen.onDirty === "wait") return hold(obstacle);
  return {
    kind: "take",
    branch,
    from: commit,
    to: upstream.tip,
    commits: seen.behind,
    replaced,
    rescue: rescue ?? (obstacle === null ? null : "in-the-way"),
    replacesFiles: obstacle !== null,
  };
}

/** A commit being prepared comes first: its author would find another HEAD than it began with. */
function obstacleIn({ staged, files }: InTheWay): "staged" | "local-changes" | null {
  if (staged) return "staged";
  return files.length > 0 ? "local-changes" : null;
}

function push(seen: Observation, { branch, commit, upstream }: Tracking, replaced: number) {
  if (!seen.pushesToUpstream) return hold("pushes-elsewhere");
  return { kind: "push", branch, to: commit, upstream, commits: seen.ahead, replaced } as const;
}

function hold(why: HoldReason): SyncStep {
  return { kind: "hold", why };
}
