import type { JobStanding } from "@hookline/core";
import { startAfter } from "./schema.ts";
import type { StoredTask } from "./task-row.ts";
import type { Transaction } from "./transaction.ts";

/** Lets a job stand as the rules decided, from wherever it stood; what it ran is over. One that is done is so already. */
export async function stand(
  transaction: Transaction,
  stored: StoredTask,
  standing: JobStanding,
): Promise<void> {
  await moveInBoss(transaction, stored, standing);
  const { db, schema } = transaction;
  const waits = standing.state === "queued" || standing.state === "retrying";
  // pg-boss cannot cancel what failed: a dead job that was given up stays failed there.
  const discarded = standing.state === "cancelled" && failed(stored);
  await db.executeSql(
    `UPDATE ${schema}.task SET asked = $2, retrying = $3, attempts = $4, crashes = $5, failure = $6,
       discarded_on = CASE WHEN $7 THEN ${schema}.job_now() END,
       worker = NULL, lease_until = NULL, process = NULL, cancel_asked = false
     WHERE id = $1`,
    [
      stored.job.id,
      waits && standing.runAt === null,
      standing.state === "retrying",
      standing.attempts,
      standing.crashes,
      standing.failure === null ? null : JSON.stringify(standing.failure),
      discarded,
    ],
  );
}

async function moveInBoss(
  { boss, db }: Transaction,
  stored: StoredTask,
  { state, runAt }: JobStanding,
): Promise<void> {
  const { job, queue, token } = stored;
  const attempt = { id: job.id, retryCount: token };
  if (state === "dead") {
    await boss.fail(queue, attempt, null, { db });
  } else if (state === "cancelled") {
    if (!failed(stored)) await boss.cancel(queue, job.id, { db });
  } else if (state === "queued" || state === "retrying") {
    // Failing without retries left is the only way back that keeps the attempts' numbers growing.
    if (job.state === "running") await boss.fail(queue, attempt, null, { db });
    if (job.state === "running" || failed(stored)) await boss.retry(queue, job.id, { db });
    else if (job.state === "cancelled") await boss.resume(queue, job.id, { db });
    await boss.update(queue, undefined, { id: job.id, startAfter: startAfter(runAt), db });
  }
}

function failed({ job, discarded }: StoredTask): boolean {
  return job.state === "dead" || discarded;
}
