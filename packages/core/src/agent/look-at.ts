import type { Clock } from "../clock.ts";
import type { GitFailure } from "../decide/git-failure.ts";
import { asksRemote } from "../decide/look-reason.ts";
import type { LookResult } from "../decide/repository-status.ts";
import type { GitDoor } from "../git/run-git.ts";
import type { OperationLog } from "../store/operation-log.ts";
import { look } from "../sync/look.ts";
import { findPlace } from "./find-place.ts";
import { lockRepository } from "./lock-repository.ts";
import type { TrackedRepository } from "./tracked-repository.ts";

/** What looking at a repository takes. */
export interface LookAtTools {
  readonly door: GitDoor;
  readonly operations: OperationLog;
  readonly clock: Clock;
}

/**
 * Looks at one tracked repository, alone, and returns what is known of it afterwards.
 *
 * Never rejects: whatever goes wrong is the look's failure.
 */
export async function lookAt(
  tools: LookAtTools,
  tracked: TrackedRepository,
  reasons: readonly string[],
  signal: AbortSignal,
): Promise<TrackedRepository> {
  const { door, clock } = tools;
  const startedAt = clock.monotonic();
  try {
    const place = await findPlace(door, tracked);
    if (place.kind === "failed") return failedLook(tools, tracked, place.failure, startedAt);
    const lock = await lockRepository(place.place);
    if (lock.kind === "failed") return failedLook(tools, tracked, lock.failure, startedAt);
    try {
      const report = await look(
        { door, operations: tools.operations, monotonic: clock.monotonic },
        {
          place: place.place,
          asksRemote: asksRemote(reasons),
          seenRemote: tracked.seenRemote,
          signal,
        },
      );
      const { result } = report;
      const { pushed, pulled } = result;
      const now = clock.now();
      const at = new Date(now).toISOString();
      const inSync = result.failure === null && result.hold === null;
      return {
        ...tracked,
        place: result.failure?.kind === "missing" ? null : place.place,
        loaded: report.loaded ?? tracked.loaded,
        seenRemote: report.seenRemote,
        last: result.state === "unknown" ? withLastStanding(result, tracked.last) : result,
        lastLookAt: now,
        lastSuccessAt: inSync ? now : tracked.lastSuccessAt,
        lastTransfer: pushed + pulled > 0 ? { pushed, pulled, at } : tracked.lastTransfer,
      };
    } finally {
      lock.lock.release();
    }
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    door.log("fault.unexpected", { where: `look at ${tracked.path}`, problem: detail });
    return failedLook(tools, tracked, { kind: "unknown", detail }, startedAt);
  }
}

/** A look that failed before it saw anything says nothing new about the branch. */
function withLastStanding(result: LookResult, last: LookResult | null): LookResult {
  if (result.failure === null || last === null) return result;
  const { branch, upstream, state, ahead, behind } = last;
  return { ...result, branch, upstream, state, ahead, behind };
}

function failedLook(
  { clock }: LookAtTools,
  tracked: TrackedRepository,
  failure: GitFailure,
  startedAt: number,
): TrackedRepository {
  const empty: LookResult = {
    branch: null,
    upstream: null,
    state: "unknown",
    ahead: 0,
    behind: 0,
    hold: null,
    failure,
    pushed: 0,
    pulled: 0,
    durationMs: Math.round(clock.monotonic() - startedAt),
  };
  return {
    ...tracked,
    place: failure.kind === "missing" ? null : tracked.place,
    last: withLastStanding(empty, tracked.last),
    lastLookAt: clock.now(),
  };
}
