import type { Clock } from "../clock.ts";
import type { JobId, LeaseRef } from "./job-queue.ts";
import type { StoredJob } from "./job-row.ts";

/**
 * The leases that this process gave out, by a clock that nobody sets.
 *
 * What the table holds is wall-clock time, for the next process. If this one believed it, a clock set
 * forward or a machine that slept would take a job from a worker that lives, and run it twice.
 */
export class OwnLeases {
  readonly #clock: Clock;
  readonly #ends = new Map<JobId, { readonly token: number; readonly at: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Notes that a lease was given out or put off. */
  note({ id, token }: LeaseRef, leaseMs: number): void {
    this.#ends.set(id, { token, at: this.#clock.monotonic() + leaseMs });
  }

  /** Forgets a lease that is over. */
  drop({ id, token }: LeaseRef): void {
    if (this.#ends.get(id)?.token === token) this.#ends.delete(id);
  }

  /**
   * Tells whether the lease of a running job has run out.
   *
   * One of another process has too when its end is farther off than two leases: it was given out by
   * a clock that has gone back since.
   */
  hasExpired({ job, token, leaseUntil, leaseMs }: StoredJob): boolean {
    const own = this.#ends.get(job.id);
    if (own?.token === token) return own.at <= this.#clock.monotonic();
    if (leaseUntil === null || leaseMs === null) return false;
    const now = this.#clock.now();
    return leaseUntil <= now || leaseUntil > now + 2 * leaseMs;
  }
}
