import { rm } from "node:fs/promises";
import type { Clock } from "../clock.ts";
import type { Home } from "../home.ts";
import type { Log } from "../log/events.ts";
import { drainSpool, type SpoolBatch } from "../spool/spool.ts";
import type { Watch } from "../watch/watch-repository.ts";
import { watchSpool } from "../watch/watch-spool.ts";

/** How long records wait that could not be taken in. */
const RETRY_MS = 5000;

/** How long a hook has for the line of a file that it has made. The watch tells us sooner. */
const UNFINISHED_MS = 1000;

/** What {@link SpoolIntake} needs. */
export interface SpoolIntakeParts {
  readonly home: Home;
  readonly clock: Clock;
  readonly log: Log;
  /** The records stay where it rejects. */
  readonly keep: (batch: SpoolBatch) => Promise<void>;
}

/** Takes in what hooks leave in the spool, one batch after the other. */
export class SpoolIntake {
  readonly #home: Home;
  readonly #clock: Clock;
  readonly #keep: (batch: SpoolBatch) => Promise<void>;
  readonly #log: Log;
  readonly #watch: Watch;
  #draining: Promise<void> | undefined;
  #again = false;
  #closed = false;
  #retry: NodeJS.Timeout | undefined;

  constructor({ home, clock, log, keep }: SpoolIntakeParts) {
    this.#home = home;
    this.#clock = clock;
    this.#keep = keep;
    this.#log = log;
    this.#watch = watchSpool(
      home.spool,
      () => void this.drain(),
      (problem) => log("spool.failed", { problem }),
    );
  }

  /** Empties the spool, and once more if something arrived meanwhile. Never rejects. */
  drain(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    this.#again = true;
    this.#draining ??= this.#drainUntilEmpty();
    return this.#draining;
  }

  /** Ends the watch and waits for the batch at hand. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    await this.#watch.close();
    await this.#draining;
  }

  async #drainUntilEmpty(): Promise<void> {
    try {
      do {
        this.#again = false;
        // Before the folder is read: a hook that still finds this mark has its record read, and a
        // hook that comes later pokes us again.
        await rm(this.#home.poked, { force: true }).catch(() => undefined);
        const rest = await drainSpool(this.#home.spool, this.#keep, this.#clock.now());
        if (rest === "more") this.#again = true;
        if (rest === "unfinished") this.#comeBack(UNFINISHED_MS);
      } while (this.#again);
    } catch (error) {
      // The records stay, and are taken a little later.
      this.#log("spool.failed", { problem: String(error) });
      this.#comeBack(RETRY_MS);
    }
    // In one step with the last look at it: nobody who asks meanwhile is forgotten.
    this.#draining = undefined;
  }

  /** One alarm, however often it is set: storms would leave thousands. */
  #comeBack(afterMs: number): void {
    clearTimeout(this.#retry);
    if (this.#closed) return;
    this.#retry = setTimeout(() => void this.drain(), afterMs);
  }
}
