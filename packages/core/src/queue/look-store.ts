import { randomUUID } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import type { LookState } from "../decide/coalesce.ts";
import type { GitFailure } from "../decide/git-failure.ts";

import type { Ending } from "../decide/settle.ts";
import type { Store } from "../store/store.ts";
import type { QueuedLook } from "./look-row.ts";
import { type LookTable, prepareLookTable } from "./look-table.ts";
import { addEnded, addTrigger, endRun, type LookTrigger } from "./move-look.ts";

/** A look that one worker holds until `leaseUntil`, and longer if it renews. */
export interface LeasedLook extends QueuedLook {
  /** Proves the lease in every later call. */
  readonly token: string;
  readonly leaseUntil: number;
  /** Which attempt in a row this is; 1 for the first. */
  readonly attempt: number;
}

/**
 * The durable queue of looks.
 *
 * What a call has returned, a power cut does not take back. A look is run at least once, by one live
 * lease holder at a time, one per repository; whatever arrives meanwhile becomes one follow-up. A
 * call with a token returns false when the lease is lost: then another worker has the look, and the
 * caller stops and drops its result.
 */
export class LookStore {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #table: LookTable;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.#table = prepareLookTable(store);
  }

  /** Asks for a look; folded into the one that waits already, if there is one (`coalesce`). */
  enqueueLook(trigger: LookTrigger): QueuedLook {
    const now = this.#clock.now();
    return this.#store.transaction(() => addTrigger(this.#table, trigger, now));
  }

  /** Asks for many looks in one transaction: all are kept, or none. */
  enqueueLooks(triggers: readonly LookTrigger[]): readonly QueuedLook[] {
    const now = this.#clock.now();
    return this.#store.transaction(() =>
      triggers.map((trigger) => addTrigger(this.#table, trigger, now)),
    );
  }

  /** Keeps a look that ran outside the queue and failed, as if it had run from here. */
  keepFailed(
    repository: AbsolutePath,
    reasons: readonly string[],
    ending: Extract<Ending, { readonly failure: GitFailure }>,
  ): QueuedLook {
    const now = this.#clock.now();
    return this.#store.transaction(() =>
      addEnded(this.#table, { repository, reasons }, ending, now),
    );
  }

  /**
   * Takes the look that is due longest, of a repository that nobody looks at.
   *
   * @param worker names the process, so that {@link recover} knows whose looks are orphans
   * @param except repositories that are looked at outside the queue
   */
  claim(
    worker: string,
    leaseMs: number,
    except: readonly AbsolutePath[] = [],
  ): LeasedLook | undefined {
    const now = this.#clock.now();
    const lease = { token: randomUUID(), leaseUntil: now + leaseMs };
    const look = this.#table.claim.first({
      worker,
      now,
      except: JSON.stringify(except),
      ...lease,
    });
    return look === undefined ? undefined : { ...look, ...lease, attempt: look.attempts + 1 };
  }

  /** Puts the end of a lease off to `leaseMs` from now. */
  renew(token: string, leaseMs: number): boolean {
    return this.#table.renew({ token, leaseUntil: this.#clock.now() + leaseMs }) === 1;
  }

  /** Removes a look that did its work. */
  complete(token: string): boolean {
    return this.#table.complete({ token }) === 1;
  }

  /** Gives a look back unfinished, because the agent stops; counts against nothing. */
  release(token: string): boolean {
    return this.#end(token, { kind: "released" });
  }

  /** Counts a failed attempt, and lets the look try again at `runAt`, or when its follow-up is due. */
  reschedule(
    token: string,
    retry: { readonly runAt: number; readonly failure: GitFailure },
  ): boolean {
    return this.#end(token, { kind: "failed", ...retry });
  }

  /**
   * Lets a look that could not ask its remote wait, without counting an attempt.
   *
   * @param wait until when; `null` leaves it for a person, as {@link bury} does
   */
  wait(
    token: string,
    wait: { readonly runAt: number | null; readonly failure: GitFailure },
  ): boolean {
    return this.#end(token, { kind: "waits", ...wait });
  }

  /** Leaves a failed look for a person to see; a follow-up that waits takes its place instead. */
  bury(token: string, failure: GitFailure): boolean {
    return this.#end(token, { kind: "buried", failure });
  }

  /**
   * Takes back the looks of every other worker. Only for the holder of the agent's lock, who knows
   * that no other worker lives.
   */
  recover(worker: string): readonly QueuedLook[] {
    return this.#takeBack(() => this.#table.strangers.all({ worker }));
  }

  /** Takes back looks whose lease has run out. */
  expire(): readonly QueuedLook[] {
    return this.#takeBack(() => this.#table.expired.all({ now: this.#clock.now() }));
  }

  /**
   * When the next look can be claimed, as far as the queue knows; may lie in the past.
   *
   * @param except as in {@link claim}
   */
  nextRunAt(except: readonly AbsolutePath[] = []): number | undefined {
    return this.#table.nextRunAt.first({ except: JSON.stringify(except) }) ?? undefined;
  }

  /** How many jobs are in each state. */
  counts(): Readonly<Record<LookState, number>> {
    const counts = { queued: 0, running: 0, retrying: 0, dead: 0 };
    for (const { state, jobs } of this.#table.counts.all()) counts[state] = jobs;
    return counts;
  }

  /** Everything in the queue, the earliest first. */
  list(): readonly QueuedLook[] {
    return this.#table.list.all();
  }

  /** Drops a look that is dead. */
  discard(job: number): void {
    this.#table.discard({ job });
  }

  /** Drops everything about a repository that is no longer ours; a running look loses its lease. */
  forget(repository: AbsolutePath): void {
    this.#table.forget({ repository });
  }

  #end(token: string, ending: Ending): boolean {
    return this.#store.transaction(() => {
      const running = this.#table.leased.first({ token });
      if (running !== undefined) endRun(this.#table, running, ending);
      return running !== undefined;
    });
  }

  #takeBack(find: () => readonly QueuedLook[]): readonly QueuedLook[] {
    return this.#store.transaction(() => {
      const ending = { kind: "crashed", at: this.#clock.now() } as const;
      return find().map((running) => endRun(this.#table, running, ending));
    });
  }
}
