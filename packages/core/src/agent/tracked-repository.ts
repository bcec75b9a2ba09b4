import { z } from "zod";
import type { LoadedSettings } from "../config/load-settings.ts";
import { DEFAULT_SETTINGS } from "../config/settings-schema.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import { GIT_FAILURE_KINDS, type GitFailure } from "../decide/git-failure.ts";
import { HOLD_REASONS } from "../decide/hold.ts";
import { SYNC_STATES } from "../decide/observation.ts";
import {
  type Activity,
  type LastRescue,
  type LookResult,
  type RepositoryStatus,
  repositoryStatus,
  type Transfer,
} from "../decide/repository-status.ts";
import type { RepositoryPlace } from "../git/locate.ts";
import { rescueNoteSchema } from "../socket/rescue-note-schema.ts";
import type { RepositoryRecord } from "../store/repository-record.ts";
import type { SeenRemote } from "../sync/observe.ts";
import type { RestingPlace } from "../sync/quiet-poll.ts";
import { NO_TICK, type TickState } from "./ticks.ts";

/** What the agent knows of one registered repository. Times are milliseconds since the epoch. */
export interface TrackedRepository {
  readonly path: AbsolutePath;
  /** `null` while the folder is missing or no repository. */
  readonly place: RepositoryPlace | null;
  readonly loaded: LoadedSettings | null;
  readonly last: LookResult | null;
  readonly lastLookAt: number | null;
  readonly lastSuccessAt: number | null;
  readonly lastTransfer: Transfer | null;
  readonly lastRescue: LastRescue | null;
  readonly seenRemotes: readonly SeenRemote[];
  /** The agent started, and no look has come to rest since: its rule for the start still counts. */
  readonly starting: boolean;
  readonly tick: TickState;
  /** What the last look rested on; `null` where it did not rest. */
  readonly resting: RestingPlace | null;
  /** Sentences for a person: what the last look found that nobody but they can see to. */
  readonly notices: readonly string[];
}

/** What an older version wrote may not be readable any more; then it is forgotten. */
const storedLook = z
  .object({
    result: z.object({
      branch: z.string().nullable(),
      upstream: z.string().nullable(),
      state: z.enum(SYNC_STATES),
      ahead: z.int(),
      behind: z.int(),
      hold: z.enum(HOLD_REASONS).nullable(),
      failure: z.object({ kind: z.enum(GIT_FAILURE_KINDS), detail: z.string() }).nullable(),
      inTheWay: z.array(z.string()),
      pushed: z.int(),
      pulled: z.int(),
      rescued: z.array(rescueNoteSchema),
      durationMs: z.number(),
    }) satisfies z.ZodType<LookResult>,
    transfer: z.object({ pushed: z.int(), pulled: z.int(), at: z.string() }).nullable(),
    rescue: z.object({ rescued: z.array(rescueNoteSchema), at: z.string() }).nullable(),
  })
  .nullable()
  .catch(null);

/** Begins to track a repository, with what the store remembers of it. */
export function trackRepository(
  path: AbsolutePath,
  place: RepositoryPlace | null,
  record: RepositoryRecord | undefined,
): TrackedRepository {
  const stored = storedLook.parse(record?.lastLook ?? null);
  return {
    path,
    place,
    loaded: null,
    last: stored?.result ?? null,
    lastTransfer: stored?.transfer ?? null,
    lastRescue: stored?.rescue ?? null,
    lastLookAt: record?.lastLookAt ?? null,
    lastSuccessAt: record?.lastSuccessAt ?? null,
    seenRemotes: record?.seenRemotes ?? [],
    starting: false,
    resting: null,
    notices: [],
    tick: NO_TICK,
  };
}

/** What the store keeps of a tracked repository. */
export function toRecord(tracked: TrackedRepository): RepositoryRecord {
  return {
    repository: tracked.path,
    lastLookAt: tracked.lastLookAt,
    lastSuccessAt: tracked.lastSuccessAt,
    seenRemotes: tracked.seenRemotes,
    lastLook: tracked.last && {
      result: storedResult(tracked.last),
      transfer: tracked.lastTransfer,
      rescue: tracked.lastRescue,
    },
  };
}

/** A look's result as the store keeps it: until when it waits for its host is news for the queue alone. */
export function storedResult(last: LookResult): LookResult {
  const { failure } = last;
  return { ...last, failure: failure && { kind: failure.kind, detail: failure.detail } };
}

/** What the queue says about a repository. */
export interface QueueView {
  readonly activity: Activity;
  readonly attempts: number;
  readonly retryAt: number | null;
  /** What the queue holds against the job that waits; a look that crashed left no word of its own. */
  readonly failure: GitFailure | null;
}

/**
 * Puts together the public status of a tracked repository.
 *
 * What stops a look comes before what stops a tick.
 *
 * @param warnings sentences besides those about the settings
 */
export function statusOf(
  tracked: TrackedRepository,
  queue: QueueView,
  warnings: readonly string[] = [],
): RepositoryStatus {
  const { alpha, paused } = tracked.loaded?.settings ?? DEFAULT_SETTINGS;
  const { last, tick } = tracked;
  const isTicks = tick.failure !== null && last?.failure == null;
  const { attempts, retryAt } = isTicks ? tick : queue;
  return repositoryStatus({
    path: tracked.path,
    alpha,
    paused: paused !== false,
    pausedUntil: typeof paused === "number" ? isoTime(paused) : null,
    warnings: [
      ...(tracked.loaded?.problems.map(({ says }) => says) ?? []),
      ...tracked.notices,
      ...warnings,
    ],
    last: last && {
      ...last,
      failure: last.failure ?? tick.failure ?? queue.failure,
      hold: last.hold ?? tick.hold,
    },
    lastLookAt: isoTime(tracked.lastLookAt),
    lastSuccessAt: isoTime(tracked.lastSuccessAt),
    lastTransfer: tracked.lastTransfer,
    lastRescue: tracked.lastRescue,
    activity: queue.activity,
    attempts,
    retryAt: isoTime(retryAt),
  });
}

function isoTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
