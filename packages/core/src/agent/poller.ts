import type { Clock } from "../clock.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import { firstPollDelayMs, pollDelayMs } from "../decide/poll.ts";
import { sleptMs } from "../decide/wake.ts";

/** How often the wall clock is compared, to notice that the machine slept. */
const TICK_MS = 10_000;

/** What the poller needs. */
export interface PollerParts {
  readonly clock: Clock;
  /** In [0, 1); spreads polls. */
  readonly random: () => number;
  readonly intervalMs: (repository: AbsolutePath) => number;
  readonly poll: (repository: AbsolutePath) => void;
  readonly woke: (sleptMs: number) => void;
  /** Called every few seconds, for what has to be looked after. */
  readonly ticked: () => void;
}

/** Asks for a look at each repository every `syncInterval`, and at all of them after a sleep. */
export class Poller {
  readonly #parts: PollerParts;
  readonly #timers = new Map<AbsolutePath, AbortController>();
  readonly #tick = new AbortController();

  constructor(parts: PollerParts) {
    this.#parts = parts;
    void this.#watchForSleep();
  }

  /** Begins to poll a repository. */
  add(repository: AbsolutePath): void {
    if (this.#timers.has(repository)) return;
    const stop = new AbortController();
    this.#timers.set(repository, stop);
    void this.#pollForEver(repository, stop.signal);
  }

  /** Takes up a changed interval now, not when the old one has passed. */
  retime(repository: AbsolutePath): void {
    if (!this.#timers.has(repository)) return;
    this.remove(repository);
    this.add(repository);
  }

  /** Polls a repository no more. */
  remove(repository: AbsolutePath): void {
    this.#timers.get(repository)?.abort();
    this.#timers.delete(repository);
  }

  /** Ends every timer. */
  close(): void {
    this.#tick.abort();
    for (const stop of this.#timers.values()) stop.abort();
    this.#timers.clear();
  }

  async #pollForEver(repository: AbsolutePath, signal: AbortSignal): Promise<void> {
    const { clock, random, intervalMs, poll } = this.#parts;
    let delayMs = firstPollDelayMs(intervalMs(repository), random());
    while (await sleptWell(clock, delayMs, signal)) {
      poll(repository);
      delayMs = pollDelayMs(intervalMs(repository), random());
    }
  }

  async #watchForSleep(): Promise<void> {
    const { clock, ticked, woke } = this.#parts;
    let previous = clock.now();
    while (await sleptWell(clock, TICK_MS, this.#tick.signal)) {
      const now = clock.now();
      const slept = sleptMs(previous, now, TICK_MS);
      previous = now;
      if (slept > 0) woke(slept);
      ticked();
    }
  }
}

/** Waits; false when it was told to stop. */
async function sleptWell(clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await clock.sleep(ms, signal);
    return true;
  } catch {
    return false;
  }
}
