import { FAILURES, type GitFailure, type GitFailureKind } from "./git-failure.ts";
import { HOLDS, type HoldReason } from "./hold.ts";
import type { SyncState } from "./observation.ts";
import type { RescueNote } from "./rescue.ts";

/** What the agent is doing about a repository right now. */
export const ACTIVITIES = ["resting", "queued", "looking", "retrying", "gave-up"] as const;

/** See {@link ACTIVITIES}. `gave-up`: the job is dead and waits for a person or a new commit. */
export type Activity = (typeof ACTIVITIES)[number];

/** How the last look at a repository ended. Kept in the store, so a restart remembers it. */
export interface LookResult {
  readonly branch: string | null;
  readonly upstream: string | null;
  readonly state: SyncState;
  readonly ahead: number;
  readonly behind: number;
  readonly hold: HoldReason | null;
  readonly failure: GitFailure | null;
  /** The first files that stand in the way, where that is the reason of the hold. */
  readonly inTheWay: readonly string[];
  /** Commits sent to and taken from the remote by this look. */
  readonly pushed: number;
  readonly pulled: number;
  /** What this look replaced, and where it is kept. */
  readonly rescued: readonly RescueNote[];
  readonly durationMs: number;
}

/** Commits that went out and came in, the last time any did. */
export interface Transfer {
  readonly pushed: number;
  readonly pulled: number;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** What was replaced and kept, the last time anything was. */
export interface LastRescue {
  readonly rescued: readonly RescueNote[];
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** What people and programs see of one repository; the shape of `status --json`. Times are ISO 8601, UTC. */
export interface RepositoryStatus {
  readonly path: string;
  readonly branch: string | null;
  readonly upstream: string | null;
  readonly state: SyncState;
  readonly ahead: number;
  readonly behind: number;
  readonly alpha: boolean;
  readonly paused: boolean;
  /** When the pause ends by itself, if it does. */
  readonly pausedUntil: string | null;
  readonly activity: Activity;
  readonly hold: {
    readonly reason: HoldReason;
    readonly says: string;
    readonly next: string;
    /** The first files that stand in the way. */
    readonly files: readonly string[];
  } | null;
  readonly failure: {
    readonly kind: GitFailureKind;
    readonly says: string;
    readonly detail: string;
    readonly next: string;
    readonly attempts: number;
    readonly retryAt: string | null;
  } | null;
  readonly lastLookAt: string | null;
  readonly lastSuccessAt: string | null;
  readonly lastTransfer: Transfer | null;
  /** What the last look that replaced something kept. */
  readonly lastRescue: LastRescue | null;
  readonly warnings: readonly string[];
}

/** Everything that {@link repositoryStatus} puts together. Times are ISO 8601, UTC. */
export interface StatusInput {
  readonly path: string;
  readonly alpha: boolean;
  readonly paused: boolean;
  readonly pausedUntil: string | null;
  readonly warnings: readonly string[];
  readonly last: LookResult | null;
  readonly lastLookAt: string | null;
  readonly lastSuccessAt: string | null;
  readonly lastTransfer: Transfer | null;
  readonly lastRescue: LastRescue | null;
  readonly activity: Activity;
  readonly attempts: number;
  readonly retryAt: string | null;
}

/** Puts together what people see of a repository. */
export function repositoryStatus(input: StatusInput): RepositoryStatus {
  const { last } = input;
  const hold = input.paused ? "paused" : last?.hold === "paused" ? null : (last?.hold ?? null);
  return {
    path: input.path,
    branch: last?.branch ?? null,
    upstream: last?.upstream ?? null,
    state: last?.state ?? "unknown",
    ahead: last?.ahead ?? 0,
    behind: last?.behind ?? 0,
    alpha: input.alpha,
    paused: input.paused,
    pausedUntil: input.pausedUntil,
    activity: input.activity,
    hold: hold === null ? null : { reason: hold, ...HOLDS[hold], files: last?.inTheWay ?? [] },
    failure:
      last?.failure == null
        ? null
        : {
            kind: last.failure.kind,
            says: FAILURES[last.failure.kind].says,
            detail: last.failure.detail,
            next: FAILURES[last.failure.kind].next,
            attempts: input.attempts,
            retryAt: input.retryAt,
          },
    lastLookAt: input.lastLookAt,
    lastSuccessAt: input.lastSuccessAt,
    lastTransfer: input.lastTransfer,
    lastRescue: input.lastRescue,
    warnings: input.warnings,
  };
}
