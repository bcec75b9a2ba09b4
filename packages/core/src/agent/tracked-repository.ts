import { z } from "zod";
import type { LoadedSettings } from "../config/load-settings.ts";
import { DEFAULT_SETTINGS } from "../config/settings-schema.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import { GIT_FAILURE_KINDS } from "../decide/git-failure.ts";
import { HOLD_REASONS } from "../decide/hold.ts";
import { SYNC_STATES } from "../decide/observation.ts";
import {
  type Activity,
  type LookResult,
  type RepositoryStatus,
  repositoryStatus,
  type Transfer,
} from "../decide/repository-status.ts";
import type { RepositoryPlace } from "../git/locate.ts";
import type { RepositoryRecord } from "../store/repository-record.ts";
import type { SeenRemote } from "../sync/observe.ts";

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
  readonly seenRemote: SeenRemote | null;
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
      pushed: z.int(),
      pulled: z.int(),
      durationMs: z.number(),
    }) satisfies z.ZodType<LookResult>,
    transfer: z.object({ pushed: z.int(), pulled: z.int(), at: z.string() }).nullable(),
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
    lastLookAt: record?.lastLookAt ?? null,
    lastSuccessAt: record?.lastSuccessAt ?? null,
    seenRemote: record?.seenRemote ?? null,
  };
}

/** What the store keeps of a tracked repository. */
export function toRecord(tracked: TrackedRepository): RepositoryRecord {
  return {
    repository: tracked.path,
    lastLookAt: tracked.lastLookAt,
    lastSuccessAt: tracked.lastSuccessAt,
    seenRemote: tracked.seenRemote,
    lastLook: tracked.last && { result: tracked.last, transfer: tracked.lastTransfer },
  };
}

/** What the queue says about a repository. */
export interface QueueView {
  readonly activity: Activity;
  readonly attempts: number;
  readonly retryAt: number | null;
}

/** Puts together the public status of a tracked repository. */
export function statusOf(tracked: TrackedRepository, queue: QueueView): RepositoryStatus {
  const { alpha, paused } = tracked.loaded?.settings ?? DEFAULT_SETTINGS;
  return repositoryStatus({
    path: tracked.path,
    alpha,
    paused,
    warnings: tracked.loaded?.problems.map(({ says }) => says) ?? [],
    last: tracked.last,
    lastLookAt: isoTime(tracked.lastLookAt),
    lastSuccessAt: isoTime(tracked.lastSuccessAt),
    lastTransfer: tracked.lastTransfer,
    activity: queue.activity,
    attempts: queue.attempts,
    retryAt: isoTime(queue.retryAt),
  });
}

function isoTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
