import type { ClaimRequest, LeasedJob } from "@hookline/core";
import { z } from "zod";
import { groupOf } from "./schema.ts";
import type { StoredTask } from "./task-row.ts";
import { rowsOf, type Transaction, tasksWhere } from "./transaction.ts";

const runningRow = z.object({ kind: z.string(), count: z.number() });
const laneRow = z.object({ queue: z.string(), running: z.number() });

/** Takes jobs that are due from the lane whose turn it is. */
export async function claimJobs(
  transaction: Transaction,
  request: ClaimRequest,
): Promise<readonly LeasedJob[]> {
  const room = await kindsWithRoom(transaction, request);
  const lane = await laneInTurn(transaction, request, room.closed());
  if (lane === undefined) return [];
  const leased: LeasedJob[] = [];
  const most = Math.min(request.most, request.perLane - lane.running);
  while (leased.length < most) {
    const id = await fetchOne(transaction, lane.queue, room.closed());
    if (id === undefined) break;
    const job = await lease(transaction, id, request);
    room.take(job.kind);
    leased.push(job);
  }
  return leased;
}

/** Counts what may still run of each limited kind. */
async function kindsWithRoom(
  { db, schema }: Transaction,
  { except, perKind }: ClaimRequest,
): Promise<{ readonly closed: () => readonly string[]; readonly take: (kind: string) => void }> {
  const left = new Map(Object.entries(perKind));
  const take = (kind: string, count = 1): void => {
    const before = left.get(kind);
    if (before !== undefined) left.set(kind, before - count);
  };
  const sql = `SELECT kind, count(*)::float8 AS count FROM ${schema}.task_view
    WHERE running AND kind = ANY($1) GROUP BY kind`;
  for (const { kind, count } of await rowsOf(db, runningRow, sql, [[...left.keys()]])) {
    take(kind, count);
  }
  const full = (): string[] => [...left].flatMap(([kind, count]) => (count > 0 ? [] : [kind]));
  return { take, closed: () => [...except, ...full()] };
}

/** Finds the wanted lane, or the one that has waited longest for its turn, and notes the turn. */
async function laneInTurn(
  { db, schema }: Transaction,
  { lane, perLane }: ClaimRequest,
  closed: readonly string[],
): Promise<z.output<typeof laneRow> | undefined> {
  const sql = `
    WITH running AS MATERIALIZED (SELECT queue, dedupe_key FROM ${schema}.task_view WHERE running),
    busy AS (SELECT queue, count(*)::float8 AS running FROM running GROUP BY queue),
    chosen AS (
      SELECT lane.queue, coalesce(busy.running, 0) AS running
      FROM ${schema}.task_lane lane LEFT JOIN busy USING (queue)
      -- One is enough to know of a lane, however many wait in it.
      CROSS JOIN LATERAL (
        SELECT FROM ${schema}.task_view due
        WHERE due.queue = lane.queue AND due.due AND due.kind <> ALL ($1)
          AND NOT EXISTS (SELECT FROM running WHERE running.dedupe_key = due.dedupe_key)
        LIMIT 1
      ) AS any_due
      WHERE coalesce(busy.running, 0) < $2
      ORDER BY lane.lane IS NOT DISTINCT FROM $3 DESC, lane.turn, lane.queue
      LIMIT 1
    )
    UPDATE ${schema}.task_lane SET turn = nextval('${schema}.task_turn')
    FROM chosen WHERE task_lane.queue = chosen.queue
    RETURNING chosen.queue, chosen.running`;
  const [found] = await rowsOf(db, laneRow, sql, [[...closed], perLane, lane ?? null]);
  return found;
}

/** One by one: pg-boss counts and orders what it gives out only from what ran before. */
async function fetchOne(
  { boss, db }: Transaction,
  queue: string,
  closed: readonly string[],
): Promise<string | undefined> {
  const [fetched] = await boss.fetch(queue, { ignoreGroups: closed.map(groupOf), db });
  return fetched?.id;
}

async function lease(
  transaction: Transaction,
  id: string,
  { worker, leaseMs }: ClaimRequest,
): Promise<LeasedJob> {
  const { db, schema, now } = transaction;
  await db.executeSql(
    `UPDATE ${schema}.task SET worker = $2, retrying = false, progress = NULL,
       lease_until = ${schema}.job_now() + $3 * interval '1 millisecond' WHERE id = $1`,
    [id, worker, leaseMs],
  );
  const [taken] = await tasksWhere(transaction, "id = $1", [id]);
  return leasedJob(taken, now + leaseMs);
}

function leasedJob(taken: StoredTask | undefined, leaseUntil: number): LeasedJob {
  if (taken === undefined) throw new RangeError("pg-boss holds a job that is not ours");
  const { job, token } = taken;
  return { ...job, lease: { id: job.id, token }, leaseUntil, attempt: job.attempts + 1 };
}
