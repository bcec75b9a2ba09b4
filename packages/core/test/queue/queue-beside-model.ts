import { deepEqual, equal, ok } from "node:assert/strict";
import type fc from "fast-check";
import type {
  ClaimRequest,
  Job,
  JobEnd,
  JobId,
  JobQueue,
  JobSelection,
  LeaseRef,
} from "../../src/queue/job-queue.ts";
import { ExpectedQueue } from "./expected-queue.ts";
import { LEASE_MS, type Operation } from "./queue-operation.ts";
import type { TriedQueue } from "./tried-queue.ts";

type Of<Kind extends Operation["do"]> = Extract<Operation, { readonly do: Kind }>;

/** Runs a queue beside a model, and compares them after every step. */
export class QueueBesideModel {
  readonly #tried: TriedQueue;
  readonly #expected: ExpectedQueue;
  #agents = 1;

  constructor(tried: TriedQueue) {
    this.#tried = tried;
    this.#expected = new ExpectedQueue(tried.clock);
  }

  /** Does one operation on both, and compares them. */
  async run(operation: Operation): Promise<void> {
    await this.#do(operation);
    await this.#expected.compare(this.#queue);
  }

  /** Whatever is left, and whatever can be brought back, can be run and completed. */
  async drain(): Promise<void> {
    const leases = [0, 1, 2, 3, 4, 5, 6, 7, 8];
    const beats = leases.map((lease) => ({ lease }));
    const ends = leases.map((lease) => ({ lease, ending: { kind: "done", result: 0 } }) as const);
    const request = { most: 9, lane: undefined, perLane: 9, perKind: {}, except: [] };
    await this.run({ do: "recover" });
    await this.run({ do: "retry", selection: {} });
    // Each round but the last ends a job at least.
    for (let left = this.#expected.ids.length; left >= 0 && (await this.#isAtWork()); left -= 1) {
      await this.run({ do: "settle and claim", ends, request });
      await this.run({ do: "heartbeat", afterMs: 0, beats });
    }
    equal(await this.#isAtWork(), false, "jobs that never end");
  }

  async #isAtWork(): Promise<boolean> {
    const { queued, running, retrying } = await this.#queue.counts();
    return queued + running + retrying > 0;
  }

  get #queue(): JobQueue {
    return this.#tried.queue;
  }

  get #now(): number {
    return this.#tried.clock.now();
  }

  async #do(operation: Operation): Promise<void> {
    const expected = this.#expected;
    switch (operation.do) {
      case "enqueue":
        return this.#enqueue(operation);
      case "claim": {
        const request = this.#request(operation.request);
        return expected.claimed(request, await this.#queue.claim(request));
      }
      case "settle": {
        const ends = this.#ends(operation.ends);
        return expected.settled(ends, await this.#queue.settle(ends));
      }
      case "settle and claim":
        return this.#settleAndClaim(operation);
      case "heartbeat":
        return this.#heartbeat(operation);
      case "cancel": {
        const chosen = this.#selection(operation.selection);
        return expected.cancelled(chosen, await this.#queue.cancel(chosen));
      }
      case "retry": {
        const chosen = this.#selection(operation.selection);
        return expected.retried(chosen, await this.#queue.retry(chosen));
      }
      case "read":
        return this.#read(operation);
      case "prune":
        return this.#prune(operation);
      case "recover":
        this.#agents += 1;
        return expected.recovered(this.#worker, await this.#queue.recover(this.#worker));
      case "expire":
        if (operation.isRestarted) this.#reopen();
        this.#tried.clock.advance(operation.ms);
        return expected.expired(await this.#queue.expire());
      case "reopen":
        return this.#reopen();
      case "pass time":
        return this.#tried.clock.advance(operation.ms);
      case "set the clock":
        this.#tried.clock.jump(operation.ms);
        return expected.clockWasSet(operation.ms);
    }
  }

  get #worker(): string {
    return `agent ${this.#agents}`;
  }

  #reopen(): void {
    this.#tried.reopen();
    this.#expected.reopened();
  }

  async #enqueue({ jobs }: Of<"enqueue">): Promise<void> {
    const all = jobs.map(({ delayMs, ...job }) => ({
      ...job,
      runAt: delayMs === null ? null : this.#now + delayMs,
    }));
    this.#expected.enqueued(all, await this.#queue.enqueue(all));
  }

  async #settleAndClaim(operation: Of<"settle and claim">): Promise<void> {
    const ends = this.#ends(operation.ends);
    const request = this.#request(operation.request);
    const { settled, leased } = await this.#queue.settleAndClaim(ends, request);
    this.#expected.settled(ends, settled);
    this.#expected.claimed(request, leased);
  }

  async #heartbeat(operation: Of<"heartbeat">): Promise<void> {
    this.#tried.clock.advance(operation.afterMs);
    const beats = operation.beats.flatMap(({ lease: back, ...news }) => {
      const lease = this.#lease(back);
      return lease === undefined ? [] : [{ ...news, lease }];
    });
    this.#expected.beaten(beats, LEASE_MS, await this.#queue.heartbeat(beats, LEASE_MS));
  }

  /** Reads page by page, and each job by itself. */
  async #read({ selection, most }: Of<"read">): Promise<void> {
    const chosen = this.#selection(selection);
    const jobs: Job[] = [];
    for (let more = true; more; ) {
      const page = await this.#queue.list(chosen, { most, before: jobs.at(-1)?.id });
      ok(page.length <= most);
      jobs.push(...page);
      ok(jobs.length <= this.#expected.ids.length, "pages without an end");
      more = page.length > 0;
    }
    this.#expected.listed(chosen, jobs);
    for (const job of jobs) deepEqual(await this.#queue.get(job.id), job);
    this.#expected.counted(chosen, await this.#queue.counts(chosen));
    const except = chosen.kind === undefined ? [] : [chosen.kind];
    this.#expected.toldNextRunAt(except, await this.#queue.nextRunAt(except));
  }

  async #prune({ ageMs, mostFinished }: Of<"prune">): Promise<void> {
    const retention = { finishedBefore: this.#now - ageMs, mostFinished };
    let count = 0;
    for (let some = -1; some !== 0; count += some) some = await this.#queue.prune(retention);
    this.#expected.pruned(retention, count, await this.#queue.list({}, { most: 10_000 }));
  }

  #lease(back: number): LeaseRef | undefined {
    return this.#expected.leases[back];
  }

  #ends(planned: Of<"settle">["ends"]): readonly JobEnd[] {
    return planned.flatMap(({ lease: back, ending }): readonly JobEnd[] => {
      const lease = this.#lease(back);
      if (lease === undefined) return [];
      if (ending.kind !== "failed") return [{ lease, ending }];
      const { kind, failure, delayMs } = ending;
      return [{ lease, ending: { kind, failure, runAt: this.#now + delayMs } }];
    });
  }

  #request(planned: Of<"claim">["request"]): ClaimRequest {
    return { ...planned, worker: this.#worker, leaseMs: LEASE_MS };
  }

  #selection(planned: Of<"cancel">["selection"]): JobSelection {
    if (!("ids" in planned)) return planned;
    const ids = planned.ids.flatMap((back): readonly JobId[] => {
      const id = this.#expected.ids[back];
      return id === undefined ? [] : [id];
    });
    return { ids };
  }
}

/** One operation, as fast-check's command. */
export class Step implements fc.AsyncCommand<object, QueueBesideModel> {
  readonly #operation: Operation;

  constructor(operation: Operation) {
    this.#operation = operation;
  }

  check(): boolean {
    return true;
  }

  run(_model: object, queue: QueueBesideModel): Promise<void> {
    return queue.run(this.#operation);
  }

  toString(): string {
    return JSON.stringify(this.#operation);
  }
}
