import type { HoldReason } from "./hold.ts";
import { nextStep } from "./next-step.ts";
import type { Head, Observation, OpenOperation } from "./observation.ts";

/** What a tick must know of a repository before it commits there. */
export interface TickObservation {
  readonly head: Head;
  readonly openOperation: OpenOperation | null;
  readonly paused: boolean;
}

/** A repository in which a look would find nothing to do, but for what a tick sees. */
const AT_REST: Omit<Observation, keyof TickObservation> = {
  occasion: "tick",
  alpha: false,
  startup: "remote",
  onDirty: "wait",
  ahead: 0,
  behind: 0,
  related: true,
  shallow: false,
  remoteTip: { kind: "unasked" },
  remoteRewound: false,
  replacedByAlpha: false,
  pushesToUpstream: true,
  inTheWay: null,
  ownFilters: false,
  checkedOutTwice: false,
};

/** What stops a push does not stop a commit. */
const COMMITS_ANYWAY: ReadonlySet<HoldReason> = new Set(["no-upstream", "upstream-gone"]);

/** Says why a tick must not run now: for what holds a look, except what is about the remote alone. */
export function tickHold(seen: TickObservation): HoldReason | null {
  const step = nextStep({ ...AT_REST, ...seen });
  return step.kind === "hold" && !COMMITS_ANYWAY.has(step.why) ? step.why : null;
}
