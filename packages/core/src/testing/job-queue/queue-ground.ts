import { expect } from "vitest";
import type {
  ClaimRequest,
  Heartbeat,
  Job,
  JobEnding,
  JobFailure,
  JobId,
  JobProcess,
  JobQueue,
  JobSelection,
  LeasedJob,
  NewJob,
  Pulse,
} from "../../queue/job-queue.ts";

/** An engine under test, and its clock, which stands still unless the test lets time pass. */
export interface QueueRig {
  /** Another one after `reopen`. */
  readonly queue: JobQueue;
  /** The time as the queue sees it, in milliseconds since the epoch. */
  readonly now: () => number;
  readonly pass: (ms: number) => Promise<void>;
  /** Closes the queue and opens it again, as the next process does. */
  readonly reopen: () => Promise<void>;
  /** Closes the queue and forgets it with everything in it. */
  readonly close: () => Promise<void>;
}

/** Declares one test on an empty queue of its own. */
export type QueueTest = (
  title: string,
  expectations: (ground: QueueGround) => Promise<void>,
) => void;

/** A failure as a worker reports it. */
export const aJobFailure: JobFailure = { kind: "exit", detail: "it ended with 1" };

/** A process as a worker reports it. */
export const aJobProcess: JobProcess = { pid: 4711, startedAt: "boot 17 at 99" };

/** A queue with short ways to what the tests do again and again; they state only what matters. */
export class QueueGround {
  readonly #rig: QueueRig;

  constructor(rig: QueueRig) {
    this.#rig = rig;
  }

  get queue(): JobQueue {
    return this.#rig.queue;
  }

  get now(): number {
    return this.#rig.now();
  }

  /** How long the leases of these tests last. */
  get leaseMs(): number {
    return Math.max(30_000, this.queue.capabilities.leastLeaseMs);
  }

  readonly pass = (ms: number): Promise<void> => this.#rig.pass(ms);
  readonly reopen = (): Promise<void> => this.#rig.reopen();

  /** A job that is due, in lane `a`. */
  job(differs: Partial<NewJob> = {}): NewJob {
    return {
      kind: "document",
      lane: "a",
      payload: { path: "README.md" },
      dedupeKey: null,
      run: null,
      priority: 0,
      runAt: this.now,
      ...differs,
    };
  }

  /** Puts a job into the queue. */
  async add(differs: Partial<NewJob> = {}): Promise<JobId> {
    const [enqueued] = await this.queue.enqueue([this.job(differs)]);
    return present(enqueued).id;
  }

  /** As {@link add}, at a moment of its own, so that every engine can tell its age. */
  async addLater(differs: Partial<NewJob> = {}): Promise<JobId> {
    await this.pass(1);
    return this.add(differs);
  }

  /** What is due, one job unless the test says more, without limits unless it says some. */
  claim(differs: Partial<ClaimRequest> = {}): Promise<readonly LeasedJob[]> {
    return this.queue.claim(this.request(differs));
  }

  /** See {@link claim}. */
  request(differs: Partial<ClaimRequest> = {}): ClaimRequest {
    return {
      worker: "worker-1",
      leaseMs: this.leaseMs,
      most: 1,
      perLane: 100,
      perKind: {},
      except: [],
      ...differs,
    };
  }

  /** Claims the one job that must be due. */
  async lease(differs: Partial<ClaimRequest> = {}): Promise<LeasedJob> {
    const [leased, ...others] = await this.claim(differs);
    if (others.length > 0) expect.fail("expected one job to be claimed");
    return present(leased);
  }

  /** Claims until nothing is due any more; the ids, in order. */
  async drain(differs: Partial<ClaimRequest> = {}): Promise<JobId[]> {
    const ids: JobId[] = [];
    for (;;) {
      const leased = await this.claim(differs);
      if (leased.length === 0) return ids;
      ids.push(...leased.map(({ id }) => id));
    }
  }

  /** Ends a run; says whether its lease still held. */
  async settle({ lease }: LeasedJob, ending: JobEnding): Promise<boolean> {
    const [held] = await this.queue.settle([{ lease, ending }]);
    return present(held);
  }

  /** Ends a run in a failure that is tried again at once, or later. */
  fail(leased: LeasedJob, laterMs = 0): Promise<boolean> {
    return this.settle(leased, { kind: "failed", failure: aJobFailure, runAt: this.now + laterMs });
  }

  /** Gives a sign of life of one run. */
  beat({ lease }: LeasedJob, news: Omit<Heartbeat, "lease"> = {}): Promise<Pulse> {
    return this.queue.heartbeat([{ lease, ...news }], this.leaseMs);
  }

  /** Lets the worker of the next job start something and die, and the job be taken back. */
  async crash(): Promise<Job> {
    await this.beat(await this.lease(), { process: aJobProcess });
    return this.takeBack();
  }

  /** Takes back the one job that runs, because its worker is dead. */
  async takeBack(): Promise<Job> {
    const { queue } = this;
    if (!queue.capabilities.recovers) await this.pass(this.leaseMs);
    const [taken, ...others] = queue.capabilities.recovers
      ? await queue.recover("worker-2")
      : await queue.expire();
    if (others.length > 0) expect.fail("expected one job to be taken back");
    return present(taken);
  }

  /** Puts a job in and lets it fail for good. */
  async addDead(differs: Partial<NewJob> = {}): Promise<JobId> {
    const id = await this.add(differs);
    await this.settle(await this.lease(), { kind: "dead", failure: aJobFailure });
    return id;
  }

  /** Puts a job in and runs it to its end. */
  async addDone(differs: Partial<NewJob> = {}): Promise<JobId> {
    const id = await this.add(differs);
    await this.settle(await this.lease(), { kind: "done", result: null });
    return id;
  }

  /** A job that must be there. */
  async get(id: JobId): Promise<Job> {
    return present(await this.queue.get(id));
  }

  /** The ids of a list that fits one page. */
  async listed(selection: JobSelection = {}): Promise<JobId[]> {
    const jobs = await this.queue.list(selection, { most: 100 });
    return jobs.map(({ id }) => id);
  }
}

/** Returns a value that must be there. */
function present<Value>(value: Value | undefined): Value {
  if (value === undefined) return expect.fail("expected a value");
  return value;
}
