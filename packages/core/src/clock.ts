import { setTimeout as timer } from "node:timers/promises";

/** The only source of time, so that a test can own it. */
export interface Clock {
  /** Wall-clock time, in milliseconds since the epoch. Jumps when the machine slept or was set. */
  readonly now: () => number;
  /** Milliseconds since an arbitrary start; never jumps back and stands still while the machine sleeps. */
  readonly monotonic: () => number;
  /** Resolves after `ms`; rejects with the signal's reason when aborted. Keeps no process alive. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) => timer(ms, undefined, { ref: false, ...(signal ? { signal } : {}) }),
};
