import type { Retention } from "@hookline/core";
import { type Transaction, tasksWhere } from "./transaction.ts";

/** Jobs that one call forgets at most. */
const PRUNE_CHUNK = 500;

/** Forgets some of the jobs that are done or cancelled and need not be kept. Returns how many. */
export async function pruneTasks(
  transaction: Transaction,
  { finishedBefore, mostFinished }: Retention,
): Promise<number> {
  const { boss, db, schema } = transaction;
  const newest = `SELECT id FROM ${schema}.task_view WHERE finished
    ORDER BY finished_at DESC, id DESC LIMIT $2`;
  const gone = await tasksWhere(
    transaction,
    `finished AND (finished_at < $1 OR id NOT IN (${newest})) LIMIT ${PRUNE_CHUNK}`,
    [finishedBefore, mostFinished],
  );
  for (const [queue, tasks] of Map.groupBy(gone, (task) => task.queue)) {
    const ids = tasks.map(({ job }) => job.id);
    await boss.deleteJob(queue, ids, { db });
    await db.executeSql(`DELETE FROM ${schema}.task WHERE id = ANY($1)`, [ids]);
  }
  return gone.length;
}
