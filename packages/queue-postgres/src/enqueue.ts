import { type Enqueued, type NewJob, replaceJob } from "@hookline/core";
import type { JobInsert } from "pg-boss";
import { z } from "zod";
import { groupOf, queueOf, singletonKeyOf, startAfter } from "./schema.ts";
import { jobIdOf, type StoredTask } from "./task-row.ts";
import { rowsOf, type Transaction, tasksWhere } from "./transaction.ts";

/** A job that has no row yet, and may be replaced by a later one of the same call. */
interface FreshJob {
  readonly id: ReturnType<typeof jobIdOf>;
  job: NewJob;
}

/**
 * Puts jobs into the queue; their lanes are there.
 *
 * All new ones go in together: a commit of many files is one statement for each lane.
 */
export async function enqueueJobs(
  transaction: Transaction,
  jobs: readonly NewJob[],
): Promise<readonly Enqueued[]> {
  const waiting = await waitingByKey(transaction, jobs);
  const numbers = await takeNumbers(transaction, jobs.length);
  const fresh = new Map<string, FreshJob>();
  const enqueued: Enqueued[] = [];
  for (const [index, job] of jobs.entries()) {
    const id = jobIdOf(numbers[index] ?? 0);
    const key = job.dedupeKey ?? id;
    const stored = job.dedupeKey === null ? undefined : waiting.get(job.dedupeKey);
    const earlier = job.dedupeKey === null ? undefined : fresh.get(key);
    if (stored !== undefined) {
      await replace(transaction, stored, job);
      enqueued.push({ id: stored.job.id, kind: "replaced" });
    } else if (earlier !== undefined) {
      const { runAt } = replaceJob({ state: "queued", runAt: earlier.job.runAt }, job);
      earlier.job = { ...job, runAt };
      enqueued.push({ id: earlier.id, kind: "replaced" });
    } else {
      fresh.set(key, { id, job });
      enqueued.push({ id, kind: "queued" });
    }
  }
  await insert(transaction, [...fresh.values()]);
  return enqueued;
}

async function waitingByKey(
  transaction: Transaction,
  jobs: readonly NewJob[],
): Promise<Map<string, StoredTask>> {
  const keys = jobs.flatMap(({ dedupeKey }) => (dedupeKey === null ? [] : [dedupeKey]));
  if (keys.length === 0) return new Map();
  const waiting = await tasksWhere(transaction, "waiting AND dedupe_key = ANY($1)", [keys]);
  return new Map(waiting.map((stored) => [stored.job.dedupeKey ?? "", stored]));
}

async function takeNumbers({ db, schema }: Transaction, count: number): Promise<readonly number[]> {
  const rows = await rowsOf(
    db,
    z.object({ number: z.number() }),
    `SELECT nextval('${schema}.task_number')::float8 AS number FROM generate_series(1, $1)`,
    [count],
  );
  return rows.map(({ number }) => number);
}

async function replace(
  { boss, db, schema }: Transaction,
  { job: old, queue }: StoredTask,
  job: NewJob,
): Promise<void> {
  const state = old.state === "retrying" ? "retrying" : "queued";
  const { runAt } = replaceJob({ state, runAt: old.runAt }, job);
  await boss.update(queue, dataOf(job), {
    id: old.id,
    priority: job.priority,
    startAfter: startAfter(runAt),
    group: { id: groupOf(job.kind) },
    db,
  });
  await db.executeSql(
    `UPDATE ${schema}.task SET kind = $2, run = $3, asked = $4, retrying = false,
       attempts = 0, crashes = 0, failure = NULL, progress = NULL WHERE id = $1`,
    [old.id, job.kind, job.run, runAt === null],
  );
}

async function insert(
  { boss, db, schema }: Transaction,
  fresh: readonly FreshJob[],
): Promise<void> {
  const byQueue = Map.groupBy(fresh, ({ job }) => queueOf(job.lane));
  for (const [queue, jobs] of byQueue) {
    const inserts = jobs.map(
      ({ id, job }): JobInsert => ({
        id,
        data: dataOf(job),
        priority: job.priority,
        startAfter: startAfter(job.runAt),
        singletonKey: singletonKeyOf(id, job.dedupeKey),
        group: { id: groupOf(job.kind) },
      }),
    );
    const ids = await boss.insert(queue, inserts, { returnId: true, db });
    if (ids?.length !== jobs.length) throw new RangeError("a job with the same key waits");
    const rows = jobs.map(({ id, job: { kind, dedupeKey, run, runAt } }) => ({
      id,
      queue,
      kind,
      dedupe_key: dedupeKey,
      run,
      asked: runAt === null,
    }));
    await db.executeSql(
      `INSERT INTO ${schema}.task (id, queue, kind, dedupe_key, run, asked)
       SELECT * FROM json_to_recordset($1::text::json)
         AS row (id uuid, queue text, kind text, dedupe_key text, run text, asked boolean)`,
      [JSON.stringify(rows)],
    );
  }
}

function dataOf({ payload }: NewJob): { readonly payload: string } {
  return { payload: JSON.stringify(payload) };
}
