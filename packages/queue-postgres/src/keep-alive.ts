import type { Heartbeat, LeaseRef, Pulse } from "@hookline/core";
import { heldTask } from "./end-runs.ts";
import type { Transaction } from "./transaction.ts";

/** Puts the ends of leases off, and keeps what is new of the runs. */
export async function keepAlive(
  transaction: Transaction,
  beats: readonly Heartbeat[],
  leaseMs: number,
): Promise<Pulse> {
  const { boss, db, schema } = transaction;
  const lost: LeaseRef[] = [];
  const cancelled: LeaseRef[] = [];
  for (const { lease, progress, process } of beats) {
    const held = await heldTask(transaction, lease);
    if (held === undefined) {
      lost.push(lease);
      continue;
    }
    if (held.cancelAsked) cancelled.push(lease);
    // For whoever looks at pg-boss itself, such as its dashboard.
    await boss.touch(held.queue, { id: lease.id, retryCount: lease.token }, { db });
    await db.executeSql(
      `UPDATE ${schema}.task SET lease_until = ${schema}.job_now() + $2 * interval '1 millisecond',
         progress = CASE WHEN $3 THEN $4 ELSE progress END,
         process = CASE WHEN $5 THEN $6 ELSE process END
       WHERE id = $1`,
      [
        lease.id,
        leaseMs,
        progress !== undefined,
        jsonOrNull(progress),
        process !== undefined,
        jsonOrNull(process),
      ],
    );
  }
  return { lost, cancelled };
}

function jsonOrNull(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}
