import { endRun, type Job, type JobEnd, type RunEnd } from "@hookline/core";
import { stand } from "./stand.ts";
import { isJobId, type StoredTask } from "./task-row.ts";
import { type Transaction, tasksWhere } from "./transaction.ts";

/** Writes down how runs ended; says for each whether its lease still held. */
export async function endRuns(
  transaction: Transaction,
  ends: readonly JobEnd[],
): Promise<readonly boolean[]> {
  const settled: boolean[] = [];
  for (const { lease, ending } of ends) {
    const running = await heldTask(transaction, lease);
    if (running !== undefined) await endTask(transaction, running, ending);
    settled.push(running !== undefined);
  }
  return settled;
}

/** Takes back jobs whose lease has run out. */
export async function expireLeases(transaction: Transaction): Promise<readonly Job[]> {
  const { schema } = transaction;
  const expired = `running AND lease_until <= ${schema}.job_now() ORDER BY id`;
  const jobs: Job[] = [];
  for (const running of await tasksWhere(transaction, expired, [])) {
    await endTask(transaction, running, { kind: "crashed" });
    const [stored] = await tasksWhere(transaction, "id = $1", [running.job.id]);
    if (stored !== undefined) jobs.push(stored.job);
  }
  return jobs;
}

/** Finds the job that a lease still holds. */
export async function heldTask(
  transaction: Transaction,
  { id, token }: JobEnd["lease"],
): Promise<StoredTask | undefined> {
  if (!isJobId(id)) return undefined;
  const [held] = await tasksWhere(transaction, "running AND id = $1 AND token = $2", [id, token]);
  return held;
}

async function endTask(
  transaction: Transaction,
  running: StoredTask,
  end: RunEnd | JobEnd["ending"],
): Promise<void> {
  const { boss, db, now } = transaction;
  const { job, queue, token, cancelAsked } = running;
  if (end.kind === "done" && "result" in end) {
    const output = { result: JSON.stringify(end.result) };
    await boss.complete(queue, { id: job.id, retryCount: token }, output, { db });
  }
  const followed = await hasFollowUp(transaction, running);
  const began = job.process !== null;
  await stand(
    transaction,
    running,
    endRun({ ...job, state: "running", began, cancelAsked, followed }, end, now),
  );
}

async function hasFollowUp(transaction: Transaction, { job }: StoredTask): Promise<boolean> {
  if (job.dedupeKey === null) return false;
  const waiting = await tasksWhere(transaction, "waiting AND dedupe_key = $1", [job.dedupeKey]);
  return waiting.length > 0;
}
