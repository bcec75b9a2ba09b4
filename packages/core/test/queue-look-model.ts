import { deepEqual, equal } from "node:assert/strict";
import type { AbsolutePath } from "../src/decide/brands.ts";
import { type LeasedLook, LookStore } from "../src/queue/look-store.ts";
import type { Store } from "../src/store/store.ts";
import { FakeClock } from "../src/testing/fake-clock.ts";
import { LEASE_MS, type LeaseOperation, type Operation } from "./queue-operations.ts";
import { repo } from "./queue-scratch.ts";

/** Longer than a lease, and than the rest of a look that ended its agents. */
const LONGEST_REST_MS = 3_600_000;

const failure = { kind: "offline", detail: "planned" } as const;

/** What must be true of a repository, told without any of the queue's rules. */
interface Expected {
  /** Reasons that no run has taken up. */
  readonly waiting: ReadonlySet<string>;
  /** Reasons that the live run answers for. */
  readonly running: ReadonlySet<string>;
  readonly lease: { readonly token: string; readonly until: number } | undefined;
}

const NOTHING: Expected = { waiting: new Set(), running: new Set(), lease: undefined };

/**
 * Runs a queue beside a model of plain sets, and checks after every step that
 *
 * - no reason is lost: each is where the model has it, until a run that took it up completes;
 * - a repository has at most one running look and at most one other;
 * - a claim gives the look that is due longest, and gives one whenever there is one;
 * - a lease answers true exactly as long as it is live.
 */
export class QueueBesideModel {
  readonly #clock = new FakeClock(0);
  readonly #jobs: LookStore;
  readonly #expected = new Map<AbsolutePath, Expected>();
  readonly #leases: LeasedLook[] = [];
  #agents = 1;

  constructor(store: Store) {
    this.#jobs = new LookStore(store, this.#clock);
  }

  /** Does one operation on both, and compares them. */
  run(operation: Operation): void {
    switch (operation.kind) {
      case "enqueue":
        this.#enqueue(operation);
        break;
      case "outside":
        this.#failOutside(operation);
        break;
      case "claim":
        this.#claim();
        break;
      case "crash":
        this.#agents += 1;
        this.#takenBack(this.#jobs.recover(this.#agent()), Number.POSITIVE_INFINITY);
        break;
      case "wait":
        this.#clock.advance(operation.ms);
        break;
      case "expire":
        this.#takenBack(this.#jobs.expire(), this.#clock.now());
        break;
      case "forget":
        this.#jobs.forget(repo(operation.repository));
        this.#expected.delete(repo(operation.repository));
        break;
      default:
        this.#useLease(operation);
    }
    this.#compare();
  }

  /** Completes whatever can be claimed; then only dead looks may be left. */
  drain(): void {
    for (let looks = this.#jobs.list().length; looks >= 0; looks -= 1) {
      this.run({ kind: "wait", ms: LONGEST_REST_MS });
      this.run({ kind: "expire" });
      this.run({ kind: "claim" });
      this.run({ kind: "complete", lease: 0, delayMs: 0 });
    }
    const { queued, running, retrying } = this.#jobs.counts();
    deepEqual({ queued, running, retrying }, { queued: 0, running: 0, retrying: 0 });
  }

  #agent(): string {
    return `agent ${this.#agents}`;
  }

  #of(repository: AbsolutePath): Expected {
    return this.#expected.get(repository) ?? NOTHING;
  }

  #enqueue({
    repository,
    reason,
    delayMs,
    urgency,
  }: Extract<Operation, { kind: "enqueue" }>): void {
    const path = repo(repository);
    const runAt = this.#clock.now() + delayMs;
    this.#jobs.enqueueLook({ repository: path, reasons: [reason], runAt, urgency });
    this.#mustWait(path, reason);
  }

  #failOutside({ repository, reason, delayMs, forGood }: Extract<Operation, { kind: "outside" }>) {
    const path = repo(repository);
    const runAt = this.#clock.now() + delayMs;
    const ending = forGood
      ? { kind: "buried" as const, failure }
      : { kind: "failed" as const, failure, runAt };
    this.#jobs.keepFailed(path, [reason], ending);
    this.#mustWait(path, reason);
  }

  #mustWait(repository: AbsolutePath, reason: string): void {
    const before = this.#of(repository);
    this.#expected.set(repository, { ...before, waiting: new Set([...before.waiting, reason]) });
  }

  #claim(): void {
    const due = this.#jobs
      .list()
      .find(
        ({ repository, state, runAt }) =>
          (state === "queued" || state === "retrying") &&
          runAt <= this.#clock.now() &&
          this.#of(repository).lease === undefined,
      );
    const look = this.#jobs.claim(this.#agent(), LEASE_MS);
    equal(look?.job, due?.job);
    if (look === undefined) return;
    this.#leases.push(look);
    this.#expected.set(look.repository, {
      waiting: new Set(),
      running: this.#of(look.repository).waiting,
      lease: { token: look.token, until: look.leaseUntil },
    });
  }

  #useLease({ kind, lease, delayMs }: LeaseOperation): void {
    const look = this.#leases.at(-1 - lease);
    if (look === undefined) return;
    const { token, repository } = look;
    const now = this.#clock.now();
    const answers = {
      complete: () => this.#jobs.complete(token),
      release: () => this.#jobs.release(token),
      bury: () => this.#jobs.bury(token, failure),
      reschedule: () => this.#jobs.reschedule(token, { failure, runAt: now + delayMs }),
      renew: () => this.#jobs.renew(token, LEASE_MS),
    };
    const before = this.#of(repository);
    const live = before.lease?.token === token;
    equal(answers[kind](), live);
    if (!live) return;
    if (kind === "renew") {
      this.#expected.set(repository, { ...before, lease: { token, until: now + LEASE_MS } });
    } else if (kind === "complete") {
      this.#expected.set(repository, { ...NOTHING, waiting: before.waiting });
    } else {
      this.#giveBack(repository);
    }
  }

  /** Checks that what was taken back is what had a lease until `until` at most. */
  #takenBack(looks: readonly { readonly repository: AbsolutePath }[], until: number): void {
    const lost = [...this.#expected].filter(([, { lease }]) => lease && lease.until <= until);
    const paths = lost.map(([repository]) => repository);
    deepEqual(looks.map(({ repository }) => repository).toSorted(), paths.toSorted());
    for (const path of paths) this.#giveBack(path);
  }

  #giveBack(repository: AbsolutePath): void {
    const { waiting, running } = this.#of(repository);
    this.#expected.set(repository, { ...NOTHING, waiting: new Set([...waiting, ...running]) });
  }

  #compare(): void {
    const rows = this.#jobs.list();
    for (const repository of new Set([
      ...this.#expected.keys(),
      ...rows.map((row) => row.repository),
    ])) {
      const { waiting, running } = this.#of(repository);
      const own = rows.filter((row) => row.repository === repository);
      const ofState = (isRunning: boolean) =>
        own
          .filter(({ state }) => (state === "running") === isRunning)
          .map(({ reasons }) => new Set(reasons));
      deepEqual(ofState(true), oneOrNone(running));
      deepEqual(ofState(false), oneOrNone(waiting));
    }
  }
}

function oneOrNone(reasons: ReadonlySet<string>): readonly ReadonlySet<string>[] {
  return reasons.size === 0 ? [] : [reasons];
}
