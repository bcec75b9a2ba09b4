import type { AbsolutePath } from "../decide/brands.ts";
import { FAILURES, type GitFailure } from "../decide/git-failure.ts";
import type { HoldReason } from "../decide/hold.ts";
import { retryDelayMs } from "../decide/retry.ts";
import type { RepositoryPlace } from "../git/locate.ts";
import type { TickEnd } from "../metrics/meter.ts";
import {
  finishTick,
  type TickReport,
  type TickTools,
  type TickWant,
  tickPhase,
} from "../tick/tick-phase.ts";

/** What is known of a repository's last tick. Times are milliseconds since the epoch. */
export interface TickState {
  readonly hold: HoldReason | null;
  readonly failure: GitFailure | null;
  /** Ticks that failed in a row. */
  readonly attempts: number;
  readonly retryAt: number | null;
  readonly warnings: readonly string[];
}

/** No tick yet, or none that left anything to say. */
export const NO_TICK: TickState = {
  hold: null,
  failure: null,
  attempts: 0,
  retryAt: null,
  warnings: [],
};

/** What {@link Ticks} needs. */
export interface TicksParts extends TickTools {
  /** In [0, 1); spreads retries. */
  readonly random: () => number;
  /** Called when something was asked for that a look must see to. */
  readonly wanted: (repository: AbsolutePath, want: TickWant) => void;
  /** Called when a tick has ended; one that was held has not. */
  readonly ticked: (repository: AbsolutePath, end: TickEnd) => void;
}

/**
 * What was asked for and is not done: ticks, and commits of changed files.
 *
 * Kept here and not among a look's reasons, because a look that fails is made again, for its
 * reasons, while its tick has been done. Kept in memory only: a tick looks at what there is, so
 * nothing is lost with it.
 */
export class Ticks {
  readonly #parts: TicksParts;
  readonly #asked = new Map<AbsolutePath, ReadonlySet<TickWant>>();
  readonly #retries = new Map<AbsolutePath, AbortController>();

  constructor(parts: TicksParts) {
    this.#parts = parts;
  }

  /** Asks for it, and for the look that does it. */
  ask(repository: AbsolutePath, want: TickWant): void {
    this.note(repository, want);
    this.#parts.wanted(repository, want);
  }

  /** Asks for it; the caller sees to the look. */
  note(repository: AbsolutePath, want: TickWant): void {
    this.#add(repository, new Set([want]));
  }

  /** Whether something was asked for that the next look must see to. */
  isAsked(repository: AbsolutePath): boolean {
    return this.#asked.has(repository);
  }

  /** Drops what was asked for. */
  forget(repository: AbsolutePath): void {
    this.#asked.delete(repository);
    this.#retries.get(repository)?.abort();
    this.#retries.delete(repository);
  }

  /** Ends every timer. */
  close(): void {
    for (const repository of this.#retries.keys()) this.forget(repository);
  }

  /** Does what was asked for. The caller holds the repository's lock, and looks afterwards. */
  async beforeLook(
    before: TickState,
    place: RepositoryPlace,
    signal: AbortSignal,
  ): Promise<TickState> {
    const { root } = place;
    // What it cannot do now, it does before the next look; a look does no harm meanwhile.
    await finishTick(this.#parts, { place, signal });
    const wants = this.#asked.get(root);
    if (wants === undefined) return before;
    this.#asked.delete(root);
    const report = await tickPhase(this.#parts, { place, wants, signal });
    const { failure, hold } = report;
    if (wants.has("tick") && hold === null && failure?.kind !== "stopped")
      this.#parts.ticked(root, failure === null ? "done" : "failed");
    return this.#after(before, root, wants, report);
  }

  #after(
    before: TickState,
    root: AbsolutePath,
    wants: ReadonlySet<TickWant>,
    { hold, failure, warnings }: TickReport,
  ): TickState {
    if (failure !== null) return this.#failed({ ...before, hold, warnings }, root, failure, wants);
    // What holds passes, and nobody else would ask again.
    if (hold !== null) this.#add(root, wants);
    return { ...NO_TICK, hold, warnings };
  }

  #failed(
    before: TickState,
    root: AbsolutePath,
    failure: GitFailure,
    wants: ReadonlySet<TickWant>,
  ): TickState {
    const { clock, random } = this.#parts;
    if (failure.kind === "stopped") return before;
    const attempts = before.attempts + 1;
    const delayMs = retryDelayMs(FAILURES[failure.kind].retry, attempts, random());
    if (delayMs !== null) this.#askLater(root, wants, delayMs);
    const retryAt = delayMs === null ? null : clock.now() + delayMs;
    return { ...before, failure, attempts, retryAt };
  }

  #askLater(repository: AbsolutePath, wants: ReadonlySet<TickWant>, delayMs: number): void {
    this.#retries.get(repository)?.abort();
    const retry = new AbortController();
    this.#retries.set(repository, retry);
    this.#parts.clock.sleep(delayMs, retry.signal).then(
      () => {
        for (const want of wants) this.ask(repository, want);
      },
      () => undefined,
    );
  }

  #add(repository: AbsolutePath, wants: ReadonlySet<TickWant>): void {
    this.#asked.set(repository, new Set([...(this.#asked.get(repository) ?? []), ...wants]));
  }
}
