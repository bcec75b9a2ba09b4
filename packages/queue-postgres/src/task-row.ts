import type { Job, JobId, JsonValue } from "@hookline/core";
import { z } from "zod";

/** A row of `task_view`: a job, and what only the engine needs to know of it. */
export interface StoredTask {
  readonly job: Job;
  /** pg-boss's name for the lane. */
  readonly queue: string;
  /** The attempt that holds it, or held it last. */
  readonly token: number;
  readonly cancelAsked: boolean;
  /** A person gave it up when it was dead. */
  readonly discarded: boolean;
}

/** See {@link StoredTask}; `columns` are those it reads. */
export const taskRow: z.ZodType<StoredTask> = z
  .object({
    id: z.custom<JobId>(isJobId),
    queue: z.string(),
    lane: z.string(),
    kind: z.string(),
    dedupe_key: z.string().nullable(),
    run: z.string().nullable(),
    payload: json(z.custom<JsonValue>()),
    priority: z.int(),
    run_at: z.number().nullable(),
    state: z.enum(["queued", "running", "retrying", "done", "dead", "cancelled"]),
    token: z.int(),
    attempts: z.int(),
    crashes: z.int(),
    worker: z.string().nullable(),
    cancel_asked: z.boolean(),
    discarded: z.boolean(),
    process: json(z.object({ pid: z.int(), startedAt: z.string() })).nullable(),
    progress: json(z.custom<JsonValue>()).nullable(),
    result: json(z.custom<JsonValue>()).nullable(),
    failure: json(z.object({ kind: z.string(), detail: z.string() })).nullable(),
    enqueued_at: z.number(),
    started_at: z.number().nullable(),
    finished_at: z.number().nullable(),
  })
  .transform((row) => ({
    queue: row.queue,
    token: row.token,
    cancelAsked: row.cancel_asked,
    discarded: row.discarded,
    job: {
      id: row.id,
      kind: row.kind,
      lane: row.lane,
      payload: row.payload,
      dedupeKey: row.dedupe_key,
      run: row.run,
      priority: row.priority,
      runAt: row.run_at,
      state: row.state,
      attempts: row.attempts,
      crashes: row.crashes,
      worker: row.worker,
      process: row.process,
      progress: row.progress,
      result: row.result,
      failure: row.failure,
      enqueuedAt: row.enqueued_at,
      startedAt: row.started_at,
      finishedAt: row.finished_at,
    },
  }));

/** The columns of {@link taskRow}. */
export const TASK_COLUMNS = `id, queue, lane, kind, dedupe_key, run, payload, priority, run_at, state,
  token, attempts, crashes, worker, cancel_asked, discarded, process, progress, result, failure,
  enqueued_at, started_at, finished_at`;

/** Returns the id of the job with a number: an id of pg-boss's form that sorts as the number does. */
export function jobIdOf(number: number): JobId {
  const digits = number.toString(16).padStart(12, "0");
  const id = `00000000-0000-8000-8000-${digits}`;
  if (!isJobId(id)) throw new RangeError(`a job has the number ${number}`);
  return id;
}

/** Tells whether a text can name a job of this engine. */
export function isJobId(text: unknown): text is JobId {
  return typeof text === "string" && /^00000000-0000-8000-8000-[0-9a-f]{12}$/.test(text);
}

function json<Value>(schema: z.ZodType<Value>) {
  return z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);
}
