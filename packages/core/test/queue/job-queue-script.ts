import { absolutePath } from "../../src/decide/brands.ts";
import type { ClaimRequest, JobQueue, LeaseRef, NewJob } from "../../src/queue/job-queue.ts";
import { FakeClock } from "../../src/testing/fake-clock.ts";

/** How much later each step is than the one before. */
const STEP_MS = 1000;

const LEASE_MS = 20_000;

/** A clock as it stands before a step; the same in each process that comes to it. */
export function clockAt(step: number): FakeClock {
  return new FakeClock(Date.parse("2026-01-01T00:00:00Z") + step * STEP_MS);
}

/**
 * An agent that works a queue by a fixed script: whoever runs the same steps on the same jobs gets to
 * the same state. Each step is one call that writes.
 */
export class ScriptedAgent {
  readonly #queue: JobQueue;
  readonly #clock: FakeClock;
  readonly #name: string;
  #leases: readonly LeaseRef[] = [];
  #isNew = true;

  constructor(queue: JobQueue, clock: FakeClock, name: string) {
    this.#queue = queue;
    this.#clock = clock;
    this.#name = name;
  }

  /** Does one step; if it throws, it can be done again. */
  async run(step: number): Promise<void> {
    await this.#do(step);
    this.#isNew = false;
    this.#clock.advance(STEP_MS);
  }

  async #do(step: number): Promise<void> {
    const queue = this.#queue;
    // An agent begins with what another one left.
    if (this.#isNew) return void (await queue.recover(this.#name));
    const [first, second] = this.#leases;
    switch (step % 12) {
      case 0:
        return void (await queue.retry({ states: ["dead", "cancelled"] }));
      case 1:
        return void (await queue.enqueue([
          this.#job(step, "one.ts"),
          this.#job(step, `${step}.ts`),
          { ...this.#job(step, null), priority: 1, run: "asked for" },
          { ...this.#job(step, null), kind: "manual", runAt: null },
        ]));
      case 2:
      case 7:
        this.#leases = (await queue.claim(this.#request(3))).map(({ lease }) => lease);
        return;
      case 3: {
        const process = { pid: step, startedAt: "then" };
        const beats = this.#leases.map((lease) => ({ lease, progress: step, process }));
        return void (await queue.heartbeat(beats, LEASE_MS));
      }
      case 4:
        return void (await queue.enqueue([this.#job(step, "one.ts"), this.#job(step, "one.ts")]));
      case 5: {
        const ends = first
          ? [{ lease: first, ending: { kind: "done", result: step } } as const]
          : [];
        const failed = {
          kind: "failed",
          failure: planned(step),
          runAt: this.#clock.now(),
        } as const;
        const more = second ? [{ lease: second, ending: failed }] : [];
        const answer = await queue.settleAndClaim([...ends, ...more], this.#request(2));
        this.#leases = answer.leased.map(({ lease }) => lease);
        return;
      }
      case 6: {
        const ending = { kind: "dead", failure: planned(step) } as const;
        return void (await queue.settle(this.#leases.map((lease) => ({ lease, ending }))));
      }
      case 8:
        return void (await queue.cancel({ kind: "manual" }));
      case 9:
        return void (await queue.cancel({ states: ["running"] }));
      case 10: {
        const ending = { kind: "cancelled" } as const;
        return void (await queue.settle(this.#leases.slice(1).map((lease) => ({ lease, ending }))));
      }
      default:
        return void (await queue.prune({ finishedBefore: 0, mostFinished: 6 }));
    }
  }

  #job(step: number, dedupeKey: string | null): NewJob {
    const lane = absolutePath("/repositories/a");
    const payload = { step, why: "x".repeat(step % 3 === 0 ? 3000 : 30) };
    const runAt = this.#clock.now();
    return { kind: "document", lane, payload, dedupeKey, run: null, priority: 0, runAt };
  }

  #request(most: number): ClaimRequest {
    const limits = { perLane: 3, perKind: {}, except: [] };
    return { worker: this.#name, leaseMs: LEASE_MS, most, ...limits };
  }
}

function planned(step: number) {
  return { kind: "planned", detail: `in step ${step}` };
}
