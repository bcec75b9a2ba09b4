import type { Clock } from "../clock.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import { firstPollDelayMs, firstTickDelayMs } from "../decide/poll.ts";
import { sleptMs } from "../decide/wake.ts";
import { Rhythm, sleptWell } from "./rhythm.ts";

/** How often the wall clock is compared, to notice that the machine slept. */
const TICK_MS = 10_000;

/** What the poller needs. */
export interface PollerParts {
  readonly clock: Clock;
  /** In [0, 1); spreads polls. */
  readonly random: () => number;
  readonly intervalMs: (repository: AbsolutePath) => number;
  readonly poll: (repository: AbsolutePath) => void;
  /** `null` where there is nothing to do at a tick. */
  readonly tickIntervalMs: (repository: AbsolutePath) => number | null;
  readonly tick: (repository: AbsolutePath) => void;
  readonly woke: (sleptMs: number) => void;
  /** Called every few seconds, for what has to be looked after. */
  readonly ticked: () => void;
}

/**
 * Asks for a look at each repository every `syncInterval`, and for a tick every `tickInterval`; and
 * notices when the machine slept.
 */
export class Poller {
  readonly #parts: PollerParts;
  readonly #rhythms: readonly Rhythm[];
  readonly #stop = new AbortController();

  constructor(parts: PollerParts) {
    const { clock, random, intervalMs, poll, tickIntervalMs, tick } = parts;
    this.#parts = parts;
    this.#rhythms = [
      new Rhythm({ clock, random, intervalMs, firstDelayMs: firstPollDelayMs, beat: poll }),
      new Rhythm({
        clock,
        random,
        intervalMs: tickIntervalMs,
        firstDelayMs: firstTickDelayMs,
        beat: tick,
      }),
    ];
    void this.#watchForSleep();
  }

  /** Begins to poll a repository. */
  add(repository: AbsolutePath): void {
    for (const rhythm of this.#rhythms) rhythm.add(repository);
  }

  /** Takes up changed intervals now, not when the old ones have passed. */
  retime(repository: AbsolutePath): void {
    for (const rhythm of this.#rhythms) rhythm.retime(repository);
  }

  /** Polls a repository no more. */
  remove(repository: AbsolutePath): void {
    for (const rhythm of this.#rhythms) rhythm.remove(repository);
  }

  /** Ends every timer. */
  close(): void {
    this.#stop.abort();
    for (const rhythm of this.#rhythms) rhythm.close();
  }

  async #watchForSleep(): Promise<void> {
    const { clock, ticked, woke } = this.#parts;
    let previous = clock.now();
    while (await sleptWell(clock, TICK_MS, this.#stop.signal)) {
      const now = clock.now();
      const slept = sleptMs(previous, now, TICK_MS);
      previous = now;
      if (slept > 0) woke(slept);
      ticked();
    }
  }
}
