import type { CommitId, RefName } from "./brands.ts";
import type { HoldReason } from "./hold.ts";
import type { Observation, Upstream } from "./observation.ts";

/** The one thing to do next in a repository. */
export type SyncStep =
  /** Nothing to do: both sides hold the same commits, as far as this look asked. */
  | { readonly kind: "rest" }
  /** Bring in what the remote has; moves only the remote-tracking ref. */
  | { readonly kind: "fetch"; readonly upstream: Upstream; readonly to: CommitId }
  /** Move the branch and the work tree forward to `to`. */
  | {
      readonly kind: "fast-forward";
      readonly branch: RefName;
      readonly from: CommitId;
      readonly to: CommitId;
      readonly commits: number;
    }
  /** Move the remote's branch forward to `to`, if it still is where we remember it. */
  | {
      readonly kind: "push";
      readonly branch: RefName;
      readonly to: CommitId;
      readonly upstream: Upstream;
      readonly commits: number;
    }
  | { readonly kind: "hold"; readonly why: HoldReason };

/**
 * Picks the next step for one repository.
 *
 * Pure: every rule is a row of the table beside it. Where two rules could apply, the safer
 * one stands first. Each step leads to an observation whose next step is another, so a look
 * is this function asked again until it says `rest` or `hold`.
 */
export function nextStep(seen: Observation): SyncStep {
  if (seen.paused) return { kind: "hold", why: "paused" };
  if (seen.openOperation !== null) return { kind: "hold", why: seen.openOperation };
  const { head } = seen;
  if (head.kind !== "tracking") return { kind: "hold", why: head.kind };
  const { branch, commit, upstream } = head;
  if (seen.remoteTip.kind === "absent") return { kind: "hold", why: "upstream-gone" };
  if (seen.remoteTip.kind === "at" && seen.remoteTip.commit !== upstream.tip) {
    return { kind: "fetch", upstream, to: seen.remoteTip.commit };
  }
  if (seen.ahead > 0 && seen.behind > 0) return { kind: "hold", why: "diverged" };
  if (seen.ahead > 0 && seen.remoteRewound) return { kind: "hold", why: "remote-rewound" };
  if (seen.behind > 0) {
    if (seen.ownFilters) return { kind: "hold", why: "own-filters" };
    if (seen.blockedBy !== null) return { kind: "hold", why: seen.blockedBy };
    return { kind: "fast-forward", branch, from: commit, to: upstream.tip, commits: seen.behind };
  }
  if (seen.ahead > 0 && !seen.pushesToUpstream) return { kind: "hold", why: "pushes-elsewhere" };
  if (seen.ahead > 0) return { kind: "push", branch, to: commit, upstream, commits: seen.ahead };
  return { kind: "rest" };
}
