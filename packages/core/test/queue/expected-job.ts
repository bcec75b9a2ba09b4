import type { JobState } from "../../src/decide/job.ts";
import type {
  Job,
  JobEnding,
  JobId,
  JobProcess,
  JsonValue,
  NewJob,
} from "../../src/queue/job-queue.ts";

/** Runs that never come to an end, in a row, after which a job waits for a person. */
const MOST_CRASHES = 3;

/** Until when a lease holds. */
export interface ExpectedLease {
  readonly leaseMs: number;
  /** By the clock on the wall. */
  readonly until: number;
  /** By the clock of the process that gave it; unknown to the next one. */
  readonly monotonicUntil: number | undefined;
}

/** What must be true of a job, told from the port's words alone. */
export interface ExpectedJob extends NewJob {
  readonly id: JobId;
  readonly state: JobState;
  readonly attempts: number;
  readonly crashes: number;
  readonly token: number;
  readonly worker: string | null;
  readonly lease: ExpectedLease | null;
  readonly cancelAsked: boolean;
  readonly process: JobProcess | null;
  readonly progress: JsonValue;
  readonly result: JsonValue;
  /** The kind of the last failure. */
  readonly failure: string | null;
  readonly finishedAt: number | null;
  /** When its content came. */
  readonly enqueuedAt: number;
}

/** Tells whether a job waits: for its time, its turn, or a person. */
export function waits({ state }: Pick<ExpectedJob, "state">): boolean {
  return state === "queued" || state === "retrying";
}

const UNTOUCHED = {
  attempts: 0,
  crashes: 0,
  worker: null,
  lease: null,
  cancelAsked: false,
  process: null,
  progress: null,
  result: null,
  failure: null,
  finishedAt: null,
} as const;

/** A job that has just come. */
export function newJob(id: JobId, job: NewJob, now: number): ExpectedJob {
  return { ...job, ...UNTOUCHED, id, state: "queued", token: 0, enqueuedAt: now };
}

/**
 * A waiting job whose content was replaced by a newer one's: as new, but with its old age, and as early
 * as it was, unless it waited out a backoff.
 */
export function replacedBy(waiting: ExpectedJob, job: NewJob, now: number): ExpectedJob {
  const times = [waiting.state === "queued" ? waiting.runAt : null, job.runAt];
  const known = times.filter((time) => time !== null);
  const runAt = known.length === 0 ? null : Math.min(...known);
  return { ...waiting, ...job, ...UNTOUCHED, state: "queued", runAt, enqueuedAt: now };
}

/** A job that a person wants run now. */
export function retried(job: ExpectedJob, now: number): ExpectedJob {
  return { ...job, ...UNTOUCHED, state: "queued", runAt: now };
}

/** A job that a worker took. */
export function claimed(
  job: ExpectedJob,
  worker: string,
  token: number,
  lease: ExpectedLease,
): ExpectedJob {
  return { ...job, state: "running", worker, token, lease };
}

/** A job that has come to an end. */
export function finished(
  job: ExpectedJob,
  state: "done" | "dead" | "cancelled",
  now: number,
): ExpectedJob {
  return { ...job, state, worker: null, lease: null, cancelAsked: false, finishedAt: now };
}

/** Why and how a run ended; `crashed` is said by nobody. */
export type ExpectedEnding = JobEnding | { readonly kind: "crashed" };

/**
 * A job whose run has ended.
 *
 * @param hasFollowUp a newer job with its key waits
 */
export function ended(
  job: ExpectedJob,
  ending: ExpectedEnding,
  hasFollowUp: boolean,
  now: number,
): ExpectedJob {
  const after = counted(job, ending);
  if (ending.kind === "done") return finished(after, "done", now);
  if (ending.kind === "cancelled" || job.cancelAsked || hasFollowUp) {
    return finished(after, "cancelled", now);
  }
  if (ending.kind === "dead" || after.crashes >= MOST_CRASHES) return finished(after, "dead", now);
  const waiting = { ...after, worker: null, lease: null, process: null, progress: null };
  if (ending.kind === "failed") return { ...waiting, state: "retrying", runAt: ending.runAt };
  // It was due when it was taken, whatever a clock says that was set back since.
  return { ...waiting, state: "queued", runAt: Math.min(job.runAt ?? now, now) };
}

function counted(job: ExpectedJob, ending: ExpectedEnding): ExpectedJob {
  switch (ending.kind) {
    case "failed":
    case "dead":
      return {
        ...job,
        attempts: job.attempts + 1,
        crashes: 0,
        failure: ending.failure.kind,
      };
    case "crashed":
      // What started nothing cannot have ended its worker.
      if (job.process === null) return job;
      return { ...job, crashes: job.crashes + 1, failure: "crashed" };
    case "done":
      return { ...job, crashes: 0, failure: null, result: ending.result };
    case "released":
    case "cancelled":
      return job;
  }
}

/** What of a job must be just as expected: how it is, and what it left where that is told. */
export function telling(job: ExpectedJob | Job, expected: ExpectedJob) {
  const { id, kind, lane, payload, dedupeKey, run, priority, state, attempts, crashes } = job;
  const always = { id, kind, lane, payload, dedupeKey, run, priority, state, attempts, crashes };
  return {
    ...always,
    worker: job.worker,
    runAt: waits(expected) ? job.runAt : "whatever",
    process: state === "running" ? job.process : "whatever",
    progress: state === "running" ? job.progress : "whatever",
    result: state === "done" ? job.result : "whatever",
    failure: typeof job.failure === "object" ? (job.failure?.kind ?? null) : job.failure,
    finishedAt: job.finishedAt,
  };
}
