import type { Clock } from "../clock.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import { pollDelayMs } from "../decide/poll.ts";

/** What a {@link Rhythm} needs. */
export interface RhythmParts {
  readonly clock: Clock;
  /** In [0, 1); spreads the beats. */
  readonly random: () => number;
  /** `null`: this repository has no such rhythm now. */
  readonly intervalMs: (repository: AbsolutePath) => number | null;
  /** When the first beat comes, in milliseconds. */
  readonly firstDelayMs: (intervalMs: number, random: number) => number;
  readonly beat: (repository: AbsolutePath) => void;
}

/** Calls again and again for each repository, at its own interval, spread so that they do not meet. */
export class Rhythm {
  readonly #parts: RhythmParts;
  readonly #timers = new Map<AbsolutePath, AbortController>();

  constructor(parts: RhythmParts) {
    this.#parts = parts;
  }

  /** Begins with a repository. */
  add(repository: AbsolutePath): void {
    if (this.#timers.has(repository)) return;
    const stop = new AbortController();
    this.#timers.set(repository, stop);
    void this.#beatForEver(repository, stop.signal);
  }

  /** Takes up a changed interval now, not when the old one has passed. */
  retime(repository: AbsolutePath): void {
    if (!this.#timers.has(repository)) return;
    this.remove(repository);
    this.add(repository);
  }

  /** Ends with a repository. */
  remove(repository: AbsolutePath): void {
    this.#timers.get(repository)?.abort();
    this.#timers.delete(repository);
  }

  /** Ends with all. */
  close(): void {
    for (const stop of this.#timers.values()) stop.abort();
    this.#timers.clear();
  }

  async #beatForEver(repository: AbsolutePath, signal: AbortSignal): Promise<void> {
    const { clock, random, intervalMs, firstDelayMs, beat } = this.#parts;
    let interval = intervalMs(repository);
    let delayMs = interval === null ? 0 : firstDelayMs(interval, random());
    while (interval !== null && (await sleptWell(clock, delayMs, signal))) {
      beat(repository);
      interval = intervalMs(repository);
      delayMs = interval === null ? 0 : pollDelayMs(interval, random());
    }
  }
}

/** Waits; false when it was told to stop. */
export async function sleptWell(clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await clock.sleep(ms, signal);
    return true;
  } catch {
    return false;
  }
}
