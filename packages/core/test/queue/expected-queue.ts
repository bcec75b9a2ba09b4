import { deepEqual, equal, ok } from "node:assert/strict";
import { JOB_STATES, type JobState } from "../../src/decide/job.ts";
import type {
  ClaimRequest,
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
  Retention,
} from "../../src/queue/job-queue.ts";
import type { FakeClock } from "../../src/testing/fake-clock.ts";
import { Turns } from "./claim-rules.ts";
import {
  claimed,
  type ExpectedEnding,
  type ExpectedJob,
  type ExpectedLease,
  ended,
  finished,
  newJob,
  replacedBy,
  retried,
  telling,
  waits,
} from "./expected-job.ts";
import { prunesRightly } from "./prune-rules.ts";

/**
 * A queue of jobs as a plain map, beside the real one: each method takes what the real queue answered,
 * checks it against what the port promises, and moves its own jobs.
 */
export class ExpectedQueue {
  readonly #clock: FakeClock;
  readonly #turns = new Turns();
  /** In the order of their age. */
  readonly #jobs = new Map<JobId, ExpectedJob>();
  readonly #leases: LeaseRef[] = [];
  #wasSetBack = false;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  /** Every lease that there ever was, the newest first. */
  get leases(): readonly LeaseRef[] {
    return this.#leases.toReversed();
  }

  /** Every job that is in the queue, the newest first. */
  get ids(): readonly JobId[] {
    return [...this.#jobs.keys()].toReversed();
  }

  enqueued(jobs: readonly NewJob[], answers: Awaited<ReturnType<JobQueue["enqueue"]>>): void {
    equal(answers.length, jobs.length);
    for (const [at, { id, kind }] of answers.entries()) {
      const job = jobs[at];
      ok(job);
      const waiting = this.#waitingFor(job.dedupeKey);
      if (waiting === undefined) {
        deepEqual({ kind, isNew: !this.#jobs.has(id) }, { kind: "queued", isNew: true });
        this.#put(newJob(id, job, this.#clock.now()));
      } else {
        deepEqual({ kind, id }, { kind: "replaced", id: waiting.id });
        this.#put(replacedBy(waiting, job, this.#clock.now()));
      }
    }
  }

  claimed(request: ClaimRequest, leased: readonly LeasedJob[]): void {
    const now = this.#clock.now();
    this.#turns.check(request, leased, [...this.#jobs.values()], now);
    for (const job of leased) {
      const before = this.#get(job.id);
      ok(job.lease.token > before.token, "a lease without a newer token");
      deepEqual(
        { lease: job.lease.id, until: job.leaseUntil, attempt: job.attempt },
        { lease: job.id, until: now + request.leaseMs, attempt: before.attempts + 1 },
      );
      this.#leases.push(job.lease);
      const lease = this.#leaseOf(request.leaseMs);
      const after = claimed(before, request.worker, job.lease.token, lease);
      deepEqual(telling(job, after), telling(after, after));
      this.#put(after);
    }
  }

  settled(ends: readonly JobEnd[], answers: readonly boolean[]): void {
    const expected = ends.map(({ lease, ending }) => {
      const job = this.#held(lease);
      if (job) this.#end(job, ending);
      return job !== undefined;
    });
    deepEqual(answers, expected);
  }

  beaten(beats: readonly Heartbeat[], leaseMs: number, pulse: Pulse): void {
    const isHeld = (lease: LeaseRef) => this.#held(lease) !== undefined;
    const isCancelled = (lease: LeaseRef) => this.#held(lease)?.cancelAsked === true;
    const leases = beats.map(({ lease }) => lease);
    deepEqual(
      { lost: pulse.lost, cancelled: pulse.cancelled },
      { lost: leases.filter((lease) => !isHeld(lease)), cancelled: leases.filter(isCancelled) },
    );
    for (const { lease, progress, process } of beats) {
      const job = this.#held(lease);
      if (!job) continue;
      this.#put({
        ...job,
        lease: this.#leaseOf(leaseMs),
        ...(progress === undefined ? {} : { progress }),
        ...(process === undefined ? {} : { process }),
      });
    }
  }

  recovered(worker: string, jobs: readonly Job[]): void {
    this.#takenBack(jobs, (job) => job.worker !== worker);
  }

  expired(jobs: readonly Job[]): void {
    this.#takenBack(jobs, ({ lease }) => lease !== null && this.#hasRunOut(lease));
  }

  cancelled(selection: JobSelection, count: number): void {
    const chosen = this.selected(selection).filter(
      (job) => waits(job) || job.state === "dead" || (job.state === "running" && !job.cancelAsked),
    );
    equal(count, chosen.length);
    for (const job of chosen) {
      if (job.state === "running") this.#put({ ...job, cancelAsked: true });
      else this.#put(finished(job, "cancelled", this.#clock.now()));
    }
  }

  /** Of two jobs for the same thing, the one with the newer content is run, and the other gives way. */
  retried(selection: JobSelection, count: number): void {
    const now = this.#clock.now();
    const mayRetry = (job: ExpectedJob): boolean => job.state !== "running" && job.state !== "done";
    const chosen = this.selected(selection).filter(mayRetry);
    equal(count, chosen.length);
    for (const { id } of chosen) {
      const job = this.#get(id);
      const other = waits(job) ? undefined : this.#waitingFor(job.dedupeKey);
      if (other === undefined || this.#isNewer(job, other)) {
        if (other) this.#put(finished(other, "cancelled", now));
        this.#put(retried(job, now));
      } else {
        if (job.state === "dead") this.#put(finished(job, "cancelled", now));
        this.#put(retried(other, now));
      }
    }
  }

  /** Checks what pruning left, after it said that it is done. */
  pruned(retention: Retention, count: number, left: readonly Job[]): void {
    const kept = new Set(left.map(({ id }) => id));
    const gone = [...this.#jobs.values()].filter(({ id }) => !kept.has(id));
    equal(count, gone.length);
    prunesRightly([...this.#jobs.values()], kept, retention);
    for (const { id } of gone) this.#jobs.delete(id);
  }

  /** The jobs of a selection, the newest first. */
  selected({ ids, states, kind, lane, run }: JobSelection): readonly ExpectedJob[] {
    return [...this.#jobs.values()]
      .filter(
        (job) =>
          (ids?.includes(job.id) ?? true) &&
          (states?.includes(job.state) ?? true) &&
          (kind === undefined || job.kind === kind) &&
          (lane === undefined || job.lane === lane) &&
          (run === undefined || job.run === run),
      )
      .toReversed();
  }

  /** Checks that the queue has exactly these jobs. */
  async compare(queue: JobQueue): Promise<void> {
    const jobs = await queue.list({}, { most: 10_000 });
    this.listed({}, jobs);
    const counts = Object.fromEntries(JOB_STATES.map((state) => [state, 0]));
    for (const { state } of this.#jobs.values()) counts[state] = (counts[state] ?? 0) + 1;
    deepEqual({ ...(await queue.counts()) }, counts);
  }

  listed(selection: JobSelection, jobs: readonly Job[]): void {
    const expected = this.selected(selection);
    const told = jobs.map((job) => telling(job, this.#jobs.get(job.id) ?? foundStranger(job)));
    deepEqual(
      told,
      expected.map((job) => telling(job, job)),
    );
  }

  counted(selection: JobSelection, counts: Readonly<Record<JobState, number>>): void {
    const jobs = this.selected(selection);
    for (const state of JOB_STATES) {
      equal(counts[state], jobs.filter((job) => job.state === state).length, state);
    }
  }

  /** The next claim is possible when the first job that waits for its time is due. */
  toldNextRunAt(except: readonly string[], at: number | undefined): void {
    const now = this.#clock.now();
    const timed = [...this.#jobs.values()].filter(
      (job) => waits(job) && job.runAt !== null && !except.includes(job.kind),
    );
    if (timed.length === 0) return equal(at, undefined);
    ok(at !== undefined, "nothing is next though a job waits for its time");
    const earliest = Math.min(...timed.map((job) => job.runAt ?? Number.NaN));
    // What was due once may still count as due after the clock was set back.
    ok(at <= Math.max(now, earliest), "the next claim is told too late");
    if (!this.#wasSetBack) ok(at >= Math.min(now, earliest), "the next claim is told too early");
  }

  /** After a reopening nobody remembers whose turn it was, and leases are told by the wall clock. */
  reopened(): void {
    this.#turns.forget();
    for (const job of this.#jobs.values()) {
      if (job.lease) this.#put({ ...job, lease: { ...job.lease, monotonicUntil: undefined } });
    }
  }

  /** The clock on the wall was set. */
  clockWasSet(ms: number): void {
    if (ms < 0) this.#wasSetBack = true;
  }

  #leaseOf(leaseMs: number): ExpectedLease {
    const monotonicUntil = this.#clock.monotonic() + leaseMs;
    return { leaseMs, until: this.#clock.now() + leaseMs, monotonicUntil };
  }

  /** A lease whose end is too far off was given out by a clock that has been set back since. */
  #hasRunOut({ leaseMs, until, monotonicUntil }: ExpectedLease): boolean {
    if (monotonicUntil !== undefined) return monotonicUntil <= this.#clock.monotonic();
    const now = this.#clock.now();
    return until <= now || until > now + 2 * leaseMs;
  }

  #takenBack(jobs: readonly Job[], isLost: (job: ExpectedJob) => boolean): void {
    const lost = this.selected({ states: ["running"] }).filter(isLost);
    deepEqual(jobs.map(({ id }) => id).toSorted(), lost.map(({ id }) => id).toSorted());
    for (const job of lost) this.#end(job, { kind: "crashed" });
    for (const job of jobs) {
      const expected = this.#get(job.id);
      deepEqual(telling(job, expected), telling(expected, expected));
    }
  }

  #end(job: ExpectedJob, ending: ExpectedEnding): void {
    const hasFollowUp = this.#waitingFor(job.dedupeKey) !== undefined;
    this.#put(ended(job, ending, hasFollowUp, this.#clock.now()));
  }

  #isNewer(one: ExpectedJob, other: ExpectedJob): boolean {
    if (one.enqueuedAt !== other.enqueuedAt) return one.enqueuedAt > other.enqueuedAt;
    return this.ids.indexOf(one.id) < this.ids.indexOf(other.id);
  }

  #waitingFor(key: string | null): ExpectedJob | undefined {
    if (key === null) return undefined;
    return [...this.#jobs.values()].find((job) => waits(job) && job.dedupeKey === key);
  }

  /** The job of a lease that still holds. */
  #held({ id, token }: LeaseRef): ExpectedJob | undefined {
    const job = this.#jobs.get(id);
    return job?.state === "running" && job.token === token ? job : undefined;
  }

  #get(id: JobId): ExpectedJob {
    const job = this.#jobs.get(id);
    ok(job, `a job that is not in the queue: ${id}`);
    return job;
  }

  #put(job: ExpectedJob): void {
    this.#jobs.set(job.id, job);
  }
}

function foundStranger(job: Job): never {
  throw new Error(`a job that nobody enqueued: ${job.id}`);
}
