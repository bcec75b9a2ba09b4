import type { Clock } from "../clock.ts";

interface Sleeper {
  readonly wakeAt: number;
  readonly wake: () => void;
}

/** A clock that stands still until the test moves it. */
export class FakeClock implements Clock {
  #now: number;
  #monotonic = 0;
  #sleepers: Sleeper[] = [];

  constructor(now = Date.parse("2026-01-01T00:00:00Z")) {
    this.#now = now;
  }

  readonly now = (): number => this.#now;
  readonly monotonic = (): number => this.#monotonic;

  readonly sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(new Error("aborted", { cause: signal.reason }));
      const sleeper = { wakeAt: this.#monotonic + ms, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener("abort", () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(new Error("aborted", { cause: signal.reason }));
      });
    });

  /** Lets time pass for everyone: both clocks move and due sleepers wake. */
  advance(ms: number): void {
    this.#now += ms;
    this.#monotonic += ms;
    const due = this.#sleepers.filter((sleeper) => sleeper.wakeAt <= this.#monotonic);
    this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.wakeAt > this.#monotonic);
    for (const sleeper of due) sleeper.wake();
  }

  /** Moves the wall clock alone, as when the machine slept or the clock was set. */
  jump(ms: number): void {
    this.#now += ms;
  }
}
