import type { GitFailure } from "../decide/git-failure.ts";
import type { LookResult } from "../decide/repository-status.ts";
import type { RepositoryPlace } from "../git/locate.ts";
import type { LookReport } from "../sync/look.ts";
import type { RestingPlace } from "../sync/quiet-poll.ts";
import type { TrackedRepository } from "./tracked-repository.ts";

/** When a look ended, in milliseconds since the epoch, and the time it took. */
export interface LookTimes {
  readonly now: number;
  readonly durationMs: number;
}

/** What is known of a repository after a look at it. */
export function afterLook(
  tracked: TrackedRepository,
  place: RepositoryPlace,
  report: LookReport,
  { now }: LookTimes,
): TrackedRepository {
  const { result } = report;
  const { pushed, pulled, rescued } = result;
  const at = new Date(now).toISOString();
  const inSync = result.failure === null && result.hold === null;
  return {
    ...tracked,
    place: result.failure?.kind === "missing" ? null : place,
    loaded: report.loaded ?? tracked.loaded,
    seenRemotes: report.seenRemotes,
    starting: tracked.starting && !inSync,
    last: result.state === "unknown" ? withLastStanding(result, tracked.last) : result,
    lastLookAt: now,
    lastSuccessAt: inSync ? now : tracked.lastSuccessAt,
    lastTransfer: pushed + pulled > 0 ? { pushed, pulled, at } : tracked.lastTransfer,
    lastRescue: rescued.length > 0 ? { rescued, at } : tracked.lastRescue,
  };
}

/** What is known of a repository after a poll that found everything as the last look left it. */
export function afterQuietPoll(
  tracked: TrackedRepository,
  resting: RestingPlace,
  { now, durationMs }: LookTimes,
): TrackedRepository {
  const { last } = tracked;
  return {
    ...tracked,
    resting,
    // An answer ends a failure to ask.
    last: last && { ...last, failure: null, pushed: 0, pulled: 0, rescued: [], durationMs },
    lastLookAt: now,
    lastSuccessAt: now,
  };
}

/** What is known of a repository after a look that failed before it saw anything. */
export function afterFailedLook(
  tracked: TrackedRepository,
  failure: GitFailure,
  { now, durationMs }: LookTimes,
): TrackedRepository {
  const empty: LookResult = {
    branch: null,
    upstream: null,
    state: "unknown",
    ahead: 0,
    behind: 0,
    hold: null,
    failure,
    inTheWay: [],
    pushed: 0,
    pulled: 0,
    rescued: [],
    durationMs,
  };
  return {
    ...tracked,
    place: failure.kind === "missing" ? null : tracked.place,
    resting: null,
    last: withLastStanding(empty, tracked.last),
    lastLookAt: now,
  };
}

/** A look that failed before it saw anything says nothing new about the branch. */
function withLastStanding(result: LookResult, last: LookResult | null): LookResult {
  if (result.failure === null || last === null) return result;
  const { branch, upstream, state, ahead, behind } = last;
  return { ...result, branch, upstream, state, ahead, behind };
}
