import { cancelJob, type JobId, type JobSelection, retryJob } from "@hookline/core";
import { beforeValue, SELECTED, selectionValues } from "./select.ts";
import { stand } from "./stand.ts";
import type { StoredTask } from "./task-row.ts";
import { type Engine, inTransaction, type Transaction, tasksWhere } from "./transaction.ts";

/** Jobs that a person's wish changes in one transaction, so that heartbeats get through between. */
const WISH_CHUNK = 100;

/** What a person wants of a job; says whether that changed anything. */
export type Wish = (transaction: Transaction, stored: StoredTask) => Promise<boolean>;

/** Does for each chosen job what a person wants, the newest first. Returns for how many it did something. */
export async function grantWishes(
  engine: Engine,
  selection: JobSelection,
  wish: Wish,
): Promise<number> {
  let granted = 0;
  let before: JobId | undefined;
  do {
    before = await inTransaction(engine, async (transaction) => {
      const page = await chosen(transaction, selection, before);
      for (const { job } of page) {
        // Anew: what was done for a newer one may have moved it.
        const [stored] = await tasksWhere(transaction, "id = $1", [job.id]);
        if (stored !== undefined && (await wish(transaction, stored))) granted += 1;
      }
      return page.length < WISH_CHUNK ? undefined : page.at(-1)?.job.id;
    });
  } while (before !== undefined);
  return granted;
}

/** Cancels a job, or asks its worker to. */
export const cancelTask: Wish = async (transaction, stored) => {
  const { db, schema } = transaction;
  const next = cancelJob(stored.job.state);
  if (next === "nothing" || (next === "asks" && stored.cancelAsked)) return false;
  if (next === "asks") {
    await db.executeSql(`UPDATE ${schema}.task SET cancel_asked = true WHERE id = $1`, [
      stored.job.id,
    ]);
  } else {
    await stand(transaction, stored, { ...stored.job, state: next });
  }
  return true;
};

/** Makes a job due now, or the newer one that waits for the same thing. */
export const retryTask: Wish = async (transaction, stored) => {
  const other = await otherWaiting(transaction, stored);
  const followed = other !== undefined && other.job.id > stored.job.id;
  const retried = retryJob(stored.job.state, followed, transaction.now);
  if (retried.kind === "nothing") return false;
  if (retried.kind === "due") {
    if (other !== undefined) await cancelTask(transaction, other);
    await stand(transaction, stored, retried.standing);
    return true;
  }
  if (stored.job.state !== retried.state) {
    await stand(transaction, stored, { ...stored.job, state: retried.state });
  }
  if (other !== undefined) await stand(transaction, other, retried.followUp);
  return true;
};

async function otherWaiting(
  transaction: Transaction,
  { job }: StoredTask,
): Promise<StoredTask | undefined> {
  const condition = "waiting AND dedupe_key = $1 AND id <> $2";
  const [other] = await tasksWhere(transaction, condition, [job.dedupeKey, job.id]);
  return other;
}

function chosen(
  transaction: Transaction,
  selection: JobSelection,
  before: JobId | undefined,
): Promise<readonly StoredTask[]> {
  const condition = `${SELECTED} AND id < $6 ORDER BY id DESC LIMIT ${WISH_CHUNK}`;
  return tasksWhere(transaction, condition, [...selectionValues(selection), beforeValue(before)]);
}
