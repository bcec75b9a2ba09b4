import { z } from "zod";
import { JOB_STATES, type JobState } from "../decide/job.ts";
import type { JobStanding } from "../decide/job-standing.ts";
import { Bug } from "../errors.ts";
import type { Bindings } from "../store/store.ts";
import type { Job, JobId, JsonValue, NewJob } from "./job-queue.ts";

/** A job of the table, with what only the engine needs to know of it. */
export interface StoredJob {
  /** Its row; the engine's own form of `job.id`. */
  readonly row: number;
  readonly job: Job;
  readonly token: number;
  readonly leaseUntil: number | null;
  readonly leaseMs: number | null;
  readonly cancelAsked: boolean;
}

const jobProcess = z.object({ pid: z.int(), startedAt: z.string() });

const failure = z.object({ kind: z.string(), detail: z.string() });

const isRow = (row: unknown): row is Readonly<Record<string, unknown>> =>
  typeof row === "object" && row !== null;

/** Nothing else comes out of `JSON.parse`. */
const isJson = (value: unknown): value is JsonValue => value !== undefined;

const isState = (state: string): state is JobState => JOB_STATES.some((known) => known === state);

/** Reads the columns of one row; each read checks what it gets. */
class Columns {
  readonly #row: Readonly<Record<string, unknown>>;

  constructor(row: Readonly<Record<string, unknown>>) {
    this.#row = row;
  }

  int(name: string): number {
    const value = this.#row[name];
    return Number.isSafeInteger(value) ? Number(value) : this.#refuse(name);
  }

  text(name: string): string {
    const value = this.#row[name];
    return typeof value === "string" ? value : this.#refuse(name);
  }

  intOrNull(name: string): number | null {
    return this.#row[name] === null ? null : this.int(name);
  }

  textOrNull(name: string): string | null {
    return this.#row[name] === null ? null : this.text(name);
  }

  state(): JobState {
    const state = this.text("state");
    return isState(state) ? state : this.#refuse("state");
  }

  /**
   * What it means is for whoever reads the job. Damaged text means nothing, and only to this job: if it
   * were refused, no claim could pass it, and no start would find the damage.
   */
  json(name: string): JsonValue {
    try {
      const value: unknown = JSON.parse(this.text(name));
      return isJson(value) ? value : null;
    } catch {
      return null;
    }
  }

  jsonOrNull(name: string): JsonValue {
    return this.#row[name] === null ? null : this.json(name);
  }

  shapeOrNull<Value>(name: string, shape: z.ZodType<Value>): Value | null {
    return shape.safeParse(this.jsonOrNull(name)).data ?? null;
  }

  #refuse(name: string): never {
    throw new TypeError(`job.${name} is ${String(this.#row[name])}`);
  }
}

/**
 * A row of `job`, in any state.
 *
 * Checked by hand: as a Zod object this was a fifth of what a job costs.
 */
export const jobRow: z.ZodType<StoredJob> = z.unknown().transform((row, context) => {
  try {
    if (!isRow(row)) throw new TypeError("no row");
    return readJob(new Columns(row));
  } catch (error) {
    context.issues.push({ code: "custom", message: String(error), input: row });
    return z.NEVER;
  }
});

function readJob(columns: Columns): StoredJob {
  const row = columns.int("id");
  return {
    row,
    token: columns.int("token"),
    leaseUntil: columns.intOrNull("lease_until"),
    leaseMs: columns.intOrNull("lease_ms"),
    cancelAsked: columns.int("cancel_asked") !== 0,
    job: {
      id: jobId(row),
      kind: columns.text("kind"),
      lane: columns.text("lane"),
      payload: columns.json("payload"),
      dedupeKey: columns.textOrNull("dedupe_key"),
      run: columns.textOrNull("run"),
      priority: columns.int("priority"),
      runAt: columns.intOrNull("run_at"),
      state: columns.state(),
      attempts: columns.int("attempts"),
      crashes: columns.int("crashes"),
      worker: columns.textOrNull("worker"),
      process: columns.shapeOrNull("process", jobProcess),
      progress: columns.jsonOrNull("progress"),
      result: columns.jsonOrNull("result"),
      failure: columns.shapeOrNull("failure", failure),
      enqueuedAt: columns.int("enqueued_at"),
      startedAt: columns.intOrNull("started_at"),
      finishedAt: columns.intOrNull("finished_at"),
    },
  };
}

/** Names a row for the outside. */
export function jobId(row: number): JobId {
  const text = String(row);
  if (!isJobId(text)) throw new Bug(`a job's row is ${text}`);
  return text;
}

/** Returns the row of a name, and one that no job has for a name that is not ours. */
export function rowOf(id: JobId): number {
  return isJobId(id) ? Number(id) : 0;
}

function isJobId(text: string): text is JobId {
  return /^[1-9]\d{0,15}$/.test(text);
}

/** Returns the content of a new job as values for its columns. */
export function contentColumns(job: NewJob): Bindings {
  return {
    kind: job.kind,
    lane: job.lane,
    payload: JSON.stringify(job.payload),
    dedupeKey: job.dedupeKey,
    run: job.run,
    priority: job.priority,
  };
}

/** Returns how a job stands as values for its columns. */
export function standingColumns(standing: JobStanding, now: number): Bindings {
  return {
    state: standing.state,
    claimable: claimable(standing, now),
    runAt: standing.runAt,
    attempts: standing.attempts,
    crashes: standing.crashes,
    failure: jsonOrNull(standing.failure),
    finishedAt: ENDED.has(standing.state) ? now : null,
  };
}

/** Returns the JSON text of a value, with no text for what is not there. */
export function jsonOrNull(value: JsonValue | object): string | null {
  return value === null ? null : JSON.stringify(value);
}

const ENDED: ReadonlySet<string> = new Set(["done", "dead", "cancelled"]);

function claimable({ state, runAt }: JobStanding, now: number): 0 | 1 | null {
  if (state !== "queued" && state !== "retrying") return null;
  return runAt !== null && runAt <= now ? 1 : 0;
}
