import { z } from "zod";
import { pathSchema } from "../brand-schema.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import {
  LOOK_STATES,
  type LookJob,
  type LookState,
  type WaitingLookJob,
} from "../decide/coalesce.ts";
import { GIT_FAILURE_KINDS } from "../decide/git-failure.ts";

import { jsonColumn } from "../store/json-column.ts";
import type { Bindings } from "../store/store.ts";

/** A look as the queue keeps it. Times are milliseconds since the epoch. */
export interface QueuedLook extends LookJob {
  readonly job: number;
  readonly repository: AbsolutePath;
  /** When its first reason came. */
  readonly enqueuedAt: number;
}

/** A kind of failure that we do not know (any more) must not make the job unreadable. */
const failure = z.object({ kind: z.enum(GIT_FAILURE_KINDS).catch("unknown"), detail: z.string() });

const reasons = jsonColumn(z.array(z.string()));

/** A look that no worker holds. */
export type WaitingLook = QueuedLook & WaitingLookJob;

/** A row of `look`, in any state. */
export const lookRow: z.ZodType<QueuedLook> = rowIn(z.enum(LOOK_STATES));

/** A row of `look` that no worker holds. */
export const waitingRow: z.ZodType<WaitingLook> = rowIn(z.enum(LOOK_STATES).exclude(["running"]));

/** Returns what the rules decide about a job as values for its columns. */
export function jobColumns(job: LookJob): Bindings {
  return {
    state: job.state,
    reasons: JSON.stringify(job.reasons),
    runAt: job.runAt,
    attempts: job.attempts,
    crashes: job.crashes,
    failure: job.failure === null ? null : JSON.stringify(job.failure),
  };
}

function rowIn<State extends LookState>(
  state: z.ZodType<State>,
): z.ZodType<QueuedLook & { readonly state: State }> {
  return z
    .object({
      id: z.int(),
      repository: pathSchema,
      state,
      reasons,
      run_at: z.int(),
      attempts: z.int(),
      crashes: z.int(),
      failure: jsonColumn(failure).nullable(),
      enqueued_at: z.int(),
    })
    .transform(({ id, run_at, enqueued_at, ...same }) => ({
      ...same,
      job: id,
      runAt: run_at,
      enqueuedAt: enqueued_at,
    }));
}
