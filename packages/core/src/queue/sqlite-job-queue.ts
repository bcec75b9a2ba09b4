import { setImmediate as otherWork } from "node:timers/promises";
import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";
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
} from "./job-queue.ts";
import { jsonOrNull, rowOf, type StoredJob } from "./job-row.ts";
import { type JobTable, prepareJobTable, type StateCounts } from "./job-table.ts";
import { LaneTurns } from "./lane-turns.ts";
import {
  addJob,
  cancelStoredJob,
  endStoredRun,
  leaseJobs,
  retryStoredJob,
  settleJob,
} from "./move-job.ts";
import { OwnLeases } from "./own-leases.ts";
import { countJobs, selectJobs } from "./select-jobs.ts";

/** Jobs that a person's wish changes in one transaction, so that the agent answers between. */
const WISH_CHUNK = 500;

/**
 * The queue of jobs in the agent's own database, for the one process that holds it.
 *
 * Every call is one transaction, except for what a person asks of many jobs and for pruning, which
 * go in bounded steps. Calls run to their end before the next begins: nothing waits inside one.
 */
export class SqliteJobQueue implements JobQueue {
  readonly capabilities: QueueCapabilities = {
    fairLanes: true,
    kindLimits: true,
    leastLeaseMs: 1,
    orderWithinCall: true,
    recovers: true,
    oneTransaction: true,
  };

  readonly #store: Store;
  readonly #clock: Clock;
  readonly #table: JobTable;
  readonly #turns: LaneTurns;
  readonly #leases: OwnLeases;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.#table = prepareJobTable(store);
    this.#turns = new LaneTurns(this.#table);
    this.#leases = new OwnLeases(clock);
  }

  async enqueue(jobs: readonly NewJob[]): Promise<readonly Enqueued[]> {
    if (jobs.length === 0) return [];
    const now = this.#clock.now();
    const add = (): readonly Enqueued[] => jobs.map((job) => addJob(this.#table, job, now));
    // One insert is a transaction by itself.
    const alone = jobs.length === 1 && jobs[0]?.dedupeKey === null;
    return alone ? add() : this.#store.transaction(add);
  }

  async claim(request: ClaimRequest): Promise<readonly LeasedJob[]> {
    return this.#held(
      this.#store.transaction(() => this.#take(request)),
      request,
    );
  }

  async settle(ends: readonly JobEnd[]): Promise<readonly boolean[]> {
    if (ends.length === 0) return [];
    const alone = ends.length === 1 && ends[0]?.ending.kind === "done";
    const settled = alone ? this.#end(ends) : this.#store.transaction(() => this.#end(ends));
    this.#over(ends);
    return settled;
  }

  async settleAndClaim(
    ends: readonly JobEnd[],
    request: ClaimRequest,
  ): Promise<{ readonly settled: readonly boolean[]; readonly leased: readonly LeasedJob[] }> {
    const both = this.#store.transaction(() => ({
      settled: this.#end(ends),
      leased: this.#take(request),
    }));
    this.#over(ends);
    this.#held(both.leased, request);
    return both;
  }

  async heartbeat(beats: readonly Heartbeat[], leaseMs: number): Promise<Pulse> {
    const lost: LeaseRef[] = [];
    const cancelled: LeaseRef[] = [];
    if (beats.length === 0) return { lost, cancelled };
    const leaseUntil = this.#clock.now() + leaseMs;
    const asked = this.#store.transaction(() =>
      beats.map((beat) => this.#table.renew.first({ ...beatColumns(beat), leaseUntil, leaseMs })),
    );
    for (const [index, { lease }] of beats.entries()) {
      if (asked[index] === undefined) lost.push(lease);
      else this.#leases.note(lease, leaseMs);
      if (asked[index] === true) cancelled.push(lease);
    }
    this.#over(lost.map((lease) => ({ lease })));
    return { lost, cancelled };
  }

  async recover(worker: string): Promise<readonly Job[]> {
    return this.#takeBack(({ job }) => job.worker !== worker);
  }

  async expire(): Promise<readonly Job[]> {
    return this.#takeBack((running) => this.#leases.hasExpired(running));
  }

  async cancel(selection: JobSelection): Promise<number> {
    return this.#wish(selection, cancelStoredJob);
  }

  async retry(selection: JobSelection): Promise<number> {
    return this.#wish(selection, retryStoredJob);
  }

  async get(id: JobId): Promise<Job | undefined> {
    return this.#table.byRow.first({ row: rowOf(id) })?.job;
  }

  async list(
    selection: JobSelection,
    { most, before }: { readonly most: number; readonly before?: JobId | undefined },
  ): Promise<readonly Job[]> {
    const page = { most, before: before === undefined ? Number.MAX_SAFE_INTEGER : rowOf(before) };
    return selectJobs(this.#table, selection, page).map(({ job }) => job);
  }

  async counts(selection: JobSelection = {}): Promise<StateCounts> {
    return countJobs(this.#table, selection);
  }

  async nextRunAt(except: readonly string[]): Promise<number | undefined> {
    const now = this.#clock.now();
    const times = this.#table.heads
      .all({ from: "" })
      .filter(({ kind }) => !except.includes(kind))
      // Promoted is claimable, whatever a clock says that has gone back since.
      .flatMap(({ kind, lane }) => this.#table.candidates.all({ kind, lane, most: 1 }))
      .map(({ job }) => Math.min(job.runAt ?? now, now));
    const later = this.#table.nextLater.first({ except: JSON.stringify(except) });
    const earliest = Math.min(...times, later ?? Number.POSITIVE_INFINITY);
    return Number.isFinite(earliest) ? earliest : undefined;
  }

  async prune(retention: Retention): Promise<number> {
    const values = { ...retention };
    return this.#table.pruneOld(values) || this.#table.pruneMany(values);
  }

  /** Leaves the store open: it belongs to whoever opened it. */
  async close(): Promise<void> {}

  #take(request: ClaimRequest): readonly LeasedJob[] {
    const now = this.#clock.now();
    if (this.#table.overdue.first({ now }) !== undefined) this.#table.promote({ now });
    return leaseJobs(this.#table, this.#turns.pick(request, now), request, now);
  }

  #end(ends: readonly JobEnd[]): readonly boolean[] {
    const now = this.#clock.now();
    return ends.map((end) => settleJob(this.#table, end, now));
  }

  #held(leased: readonly LeasedJob[], { leaseMs }: ClaimRequest): readonly LeasedJob[] {
    for (const { lease } of leased) this.#leases.note(lease, leaseMs);
    return leased;
  }

  #over(ends: readonly { readonly lease: LeaseRef }[]): void {
    for (const { lease } of ends) this.#leases.drop(lease);
  }

  #takeBack(lost: (running: StoredJob) => boolean): readonly Job[] {
    const now = this.#clock.now();
    const taken = this.#store.transaction(() =>
      this.#table.running
        .all()
        .filter(lost)
        .map((running) => {
          endStoredRun(this.#table, running, { kind: "crashed" }, now);
          return { running, now: this.#table.byRow.first({ row: running.row }) };
        }),
    );
    for (const { running } of taken)
      this.#leases.drop({ id: running.job.id, token: running.token });
    return taken.flatMap(({ now: stored }) => (stored === undefined ? [] : [stored.job]));
  }

  /** The newest first, so that of two jobs for the same thing the newer one counts. */
  async #wish(
    selection: JobSelection,
    grant: (table: JobTable, stored: StoredJob, now: number) => boolean,
  ): Promise<number> {
    const now = this.#clock.now();
    let granted = 0;
    for (let before = Number.MAX_SAFE_INTEGER; ; await otherWork()) {
      const page = this.#store.transaction(() => {
        const found = selectJobs(this.#table, selection, { most: WISH_CHUNK, before });
        for (const { row } of found) {
          const stored = this.#table.byRow.first({ row });
          if (stored !== undefined && grant(this.#table, stored, now)) granted += 1;
        }
        return found;
      });
      if (page.length < WISH_CHUNK) return granted;
      before = page.at(-1)?.row ?? 0;
    }
  }
}

function beatColumns({ lease, progress, process }: Heartbeat) {
  return {
    row: rowOf(lease.id),
    token: lease.token,
    newProgress: progress === undefined ? 0 : 1,
    progress: jsonOrNull(progress ?? null),
    newProcess: process === undefined ? 0 : 1,
    process: jsonOrNull(process ?? null),
  };
}
