import type {
  ClaimRequest,
  Enqueued,
  Heartbeat,
  Job,
  JobEnd,
  JobId,
  JobQueue,
  JobSelection,
  LeasedJob,
  LeaseRef,
  NewJob,
  Pulse,
  QueueCapabilities,
  Retention,
} from "@hookline/core";
import { z } from "zod";
import { claimJobs } from "./claim.ts";
import { endRuns, expireLeases } from "./end-runs.ts";
import { enqueueJobs } from "./enqueue.ts";
import { cancelTask, grantWishes, retryTask } from "./grant-wishes.ts";
import { keepAlive } from "./keep-alive.ts";
import { Lanes } from "./lanes.ts";
import { pruneTasks } from "./prune.ts";
import { beforeValue, SELECTED, selectionValues } from "./select.ts";
import { TASK_COLUMNS, taskRow } from "./task-row.ts";
import { asStoreError, type Engine, inTransaction, readRows } from "./transaction.ts";

const countRow = z.object({ state: z.string(), count: z.number() });
const nextRow = z.object({ next: z.number().nullable() });

/**
 * The queue of jobs on PostgreSQL, for a team whose machines share it.
 *
 * pg-boss holds the jobs, gives them out and fences their attempts; what it has no place for stands
 * in tables beside its own (`schemaOf`). The rules are those of every engine.
 */
export class PgBossJobQueue implements JobQueue {
  readonly capabilities: QueueCapabilities = {
    fairLanes: true,
    kindLimits: true,
    // A heartbeat crosses the network and waits for its turn.
    leastLeaseMs: 1_000,
    // pg-boss orders what has the same priority by its moment of creation.
    orderWithinCall: false,
    // The other workers may live, on other machines.
    recovers: false,
    oneTransaction: true,
  };

  readonly #engine: Engine;
  readonly #lanes: Lanes;

  /** @param engine a pg-boss that has started, with our schema; `openPgBossJobQueue` makes one */
  constructor(engine: Engine) {
    this.#engine = engine;
    this.#lanes = new Lanes(engine);
  }

  async enqueue(jobs: readonly NewJob[]): Promise<readonly Enqueued[]> {
    if (jobs.length === 0) return [];
    await this.#lanes.open(jobs.map(({ lane }) => lane));
    return inTransaction(this.#engine, (transaction) => enqueueJobs(transaction, jobs));
  }

  claim(request: ClaimRequest): Promise<readonly LeasedJob[]> {
    return inTransaction(this.#engine, (transaction) => claimJobs(transaction, request));
  }

  async settle(ends: readonly JobEnd[]): Promise<readonly boolean[]> {
    if (ends.length === 0) return [];
    return inTransaction(this.#engine, (transaction) => endRuns(transaction, ends));
  }

  settleAndClaim(
    ends: readonly JobEnd[],
    request: ClaimRequest,
  ): Promise<{ readonly settled: readonly boolean[]; readonly leased: readonly LeasedJob[] }> {
    return inTransaction(this.#engine, async (transaction) => ({
      settled: await endRuns(transaction, ends),
      leased: await claimJobs(transaction, request),
    }));
  }

  async heartbeat(beats: readonly Heartbeat[], leaseMs: number): Promise<Pulse> {
    const lost: LeaseRef[] = [];
    const cancelled: LeaseRef[] = [];
    if (beats.length === 0) return { lost, cancelled };
    return inTransaction(this.#engine, (transaction) => keepAlive(transaction, beats, leaseMs));
  }

  /** None: see `capabilities.recovers`. */
  async recover(): Promise<readonly Job[]> {
    return [];
  }

  expire(): Promise<readonly Job[]> {
    return inTransaction(this.#engine, expireLeases);
  }

  cancel(selection: JobSelection): Promise<number> {
    return grantWishes(this.#engine, selection, cancelTask);
  }

  retry(selection: JobSelection): Promise<number> {
    return grantWishes(this.#engine, selection, retryTask);
  }

  async get(id: JobId): Promise<Job | undefined> {
    const [job] = await this.list({ ids: [id] }, { most: 1 });
    return job;
  }

  async list(
    selection: JobSelection,
    { most, before }: { readonly most: number; readonly before?: JobId | undefined },
  ): Promise<readonly Job[]> {
    const { schema } = this.#engine;
    const sql = `SELECT ${TASK_COLUMNS} FROM ${schema}.task_view
      WHERE ${SELECTED} AND id < $6 ORDER BY id DESC LIMIT $7`;
    const values = [...selectionValues(selection), beforeValue(before), most];
    const found = await readRows(this.#engine, taskRow, sql, values);
    return found.map(({ job }) => job);
  }

  async counts(selection: JobSelection = {}): Promise<Readonly<Record<Job["state"], number>>> {
    const { schema } = this.#engine;
    const sql = `SELECT state, count(*)::float8 AS count FROM ${schema}.task_view
      WHERE ${SELECTED} GROUP BY state`;
    const rows = await readRows(this.#engine, countRow, sql, selectionValues(selection));
    const none = { queued: 0, running: 0, retrying: 0, done: 0, dead: 0, cancelled: 0 };
    return { ...none, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) };
  }

  async nextRunAt(except: readonly string[]): Promise<number | undefined> {
    const { schema } = this.#engine;
    const sql = `SELECT min(run_at) AS next FROM ${schema}.task_view
      WHERE waiting AND kind <> ALL($1)`;
    const [row] = await readRows(this.#engine, nextRow, sql, [[...except]]);
    return row?.next ?? undefined;
  }

  prune(retention: Retention): Promise<number> {
    return inTransaction(this.#engine, (transaction) => pruneTasks(transaction, retention));
  }

  close(): Promise<void> {
    return asStoreError(() => this.#engine.boss.stop({ graceful: false }));
  }
}
