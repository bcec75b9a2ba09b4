import { refName } from "../decide/brands.ts";
import type { HoldReason } from "../decide/hold.ts";
import type { SyncStep } from "../decide/next-step.ts";
import { aCommit, anUpstream } from "./an-observation.ts";

/** The branch of `anObservation`. */
export const main = refName("refs/heads/main");
/** What the remote says when it holds a commit of {@link aCommit}. */
export const at = (digit: string) => ({ kind: "at", commit: aCommit(digit) }) as const;
/** The step of a look that must not act. */
export const hold = (why: HoldReason): SyncStep => ({ kind: "hold", why });

/** A branch whose upstream git does not remember. */
export const goneHead = {
  kind: "upstream-gone",
  branch: main,
  commit: aCommit("1"),
  upstream: {
    remote: anUpstream.remote,
    remoteRef: anUpstream.remoteRef,
    trackingRef: anUpstream.trackingRef,
  },
} as const;

/** A push of the branch of `anObservation`. */
export const push = (commits: number, replaced = 0): SyncStep => ({
  kind: "push",
  branch: main,
  to: aCommit("1"),
  upstream: anUpstream,
  commits,
  replaced,
});

/** A step that takes what the upstream of `anObservation` has; a test states only what differs. */
export const take = (differs: Partial<Extract<SyncStep, { kind: "take" }>>): SyncStep => ({
  kind: "take",
  branch: main,
  from: aCommit("1"),
  to: aCommit("1"),
  commits: 0,
  replaced: 0,
  rescue: null,
  replacesFiles: false,
  ...differs,
});
