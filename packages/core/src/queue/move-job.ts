import { cancelJob } from "../decide/cancel-job.ts";
import { endRun, type RunEnd } from "../decide/end-run.ts";
import { transition } from "../decide/job.ts";
import { FRESH, type JobStanding } from "../decide/job-standing.ts";
import { replaceJob } from "../decide/replace-job.ts";
import { retryJob } from "../decide/retry-job.ts";
import { Bug } from "../errors.ts";
import type { Enqueued, JobEnd, LeasedJob, NewJob } from "./job-queue.ts";
import {
  contentColumns,
  jobId,
  jsonOrNull,
  rowOf,
  type StoredJob,
  standingColumns,
} from "./job-row.ts";
import type { JobTable } from "./job-table.ts";

/*
 * The queue's moves: each reads what is there, lets the pure rules decide, and writes the result.
 * They run inside one transaction of the caller.
 */

/** Adds a job, or puts it into the place of the one that waits for the same thing. */
export function addJob(table: JobTable, job: NewJob, now: number): Enqueued {
  const waiting = waitingWith(table, job.dedupeKey);
  if (waiting === undefined) {
    const standing = { ...FRESH, state: "queued", runAt: job.runAt } as const;
    const row = table.insert({ ...contentColumns(job), ...standingColumns(standing, now), now });
    return { id: jobId(row), kind: "queued" };
  }
  const { state, runAt } = waiting.job;
  if (state !== "queued" && state !== "retrying") throw new Bug(`a ${state} job waits`);
  const standing = replaceJob({ state, runAt }, job);
  const { row } = waiting;
  table.replace({ row, ...contentColumns(job), ...standingColumns(standing, now), now });
  return { id: waiting.job.id, kind: "replaced" };
}

/** Gives jobs that wait to a worker. */
export function leaseJobs(
  table: JobTable,
  jobs: readonly StoredJob[],
  lease: { readonly worker: string; readonly leaseMs: number },
  now: number,
): readonly LeasedJob[] {
  const { worker, leaseMs } = lease;
  // Both states that wait are left for the same one.
  const state = transition("queued", "claimed");
  const leaseUntil = now + leaseMs;
  const rows = JSON.stringify(jobs.map(({ row }) => row));
  if (jobs.length > 0) table.claim({ rows, state, worker, leaseMs, leaseUntil, now });
  return jobs.map(({ job, token }) => ({
    ...job,
    state,
    worker,
    startedAt: now,
    lease: { id: job.id, token: token + 1 },
    leaseUntil,
    attempt: job.attempts + 1,
  }));
}

/** Writes down how a run ended; returns false where its lease was lost. */
export function settleJob(table: JobTable, { lease, ending }: JobEnd, now: number): boolean {
  const held = { row: rowOf(lease.id), token: lease.token };
  if (ending.kind === "done") {
    // The one end that needs nothing of the job, and the most frequent one.
    const state = transition("running", "completed");
    return table.complete({ ...held, state, result: jsonOrNull(ending.result), now }) === 1;
  }
  const running = table.leased.first(held);
  if (running !== undefined) endStoredRun(table, running, ending, now);
  return running !== undefined;
}

/** Ends a run. */
export function endStoredRun(table: JobTable, running: StoredJob, end: RunEnd, now: number): void {
  const { job, cancelAsked } = running;
  const { state } = job;
  if (state !== "running") throw new Bug(`a ${state} job has a lease`);
  const began = job.process !== null;
  const followed = waitingWith(table, job.dedupeKey) !== undefined;
  write(table, running, endRun({ ...job, state, began, cancelAsked, followed }, end, now), now);
}

/** Cancels a job for a person; returns whether that changed anything. */
export function cancelStoredJob(table: JobTable, stored: StoredJob, now: number): boolean {
  const next = cancelJob(stored.job.state);
  if (next === "nothing" || (next === "asks" && stored.cancelAsked)) return false;
  if (next === "asks") table.askCancel({ row: stored.row });
  else write(table, stored, { ...stored.job, state: next }, now);
  return true;
}

/** Makes a job due now for a person, or its follow-up; returns whether it was one to be retried. */
export function retryStoredJob(table: JobTable, stored: StoredJob, now: number): boolean {
  const other = otherWaiting(table, stored);
  const followed = other !== undefined && isNewer(other, stored);
  const retried = retryJob(stored.job.state, followed, now);
  if (retried.kind === "nothing") return false;
  if (retried.kind === "due") {
    if (other !== undefined) cancelStoredJob(table, other, now);
    write(table, stored, retried.standing, now);
    return true;
  }
  if (stored.job.state !== retried.state)
    write(table, stored, { ...stored.job, state: retried.state }, now);
  if (other !== undefined) write(table, other, retried.followUp, now);
  return true;
}

function otherWaiting(table: JobTable, { row, job }: StoredJob): StoredJob | undefined {
  const waiting = waitingWith(table, job.dedupeKey);
  return waiting?.row === row ? undefined : waiting;
}

function waitingWith(table: JobTable, dedupeKey: string | null): StoredJob | undefined {
  return dedupeKey === null ? undefined : table.waiting.first({ dedupeKey });
}

function write(table: JobTable, { row }: StoredJob, standing: JobStanding, now: number): void {
  table.stand({ row, ...standingColumns(standing, now) });
}

/** An older row may have the newer content: it was retried, and then replaced. */
function isNewer(one: StoredJob, other: StoredJob): boolean {
  const [oneAt, otherAt] = [one.job.enqueuedAt, other.job.enqueuedAt];
  return oneAt === otherAt ? one.row > other.row : oneAt > otherAt;
}
