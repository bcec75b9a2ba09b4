import type { AbsolutePath } from "../decide/brands.ts";
import type { Log } from "../log/events.ts";
import { drainSpool, type SpoolBatch } from "../spool/spool.ts";
import type { Watch } from "../watch/watch-repository.ts";
import { watchSpool } from "../watch/watch-spool.ts";

/** How long records wait that could not be taken in. */
const RETRY_MS = 5000;

/** Takes in what hooks leave in the spool, one batch after the other. */
export class SpoolIntake {
  readonly #spool: AbsolutePath;
  readonly #keep: (batch: SpoolBatch) => Promise<void>;
  readonly #log: Log;
  readonly #watch: Watch;
  #draining: Promise<void> | undefined;
  #again = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(spool: AbsolutePath, keep: (batch: SpoolBatch) => Promise<void>, log: Log) {
    this.#spool = spool;
    this.#keep = keep;
    this.#log = log;
    this.#watch = watchSpool(
      spool,
      () => void this.drain(),
      (problem) => log("spool.failed", { problem }),
    );
  }

  /** Empties the spool, and once more if something arrived meanwhile. Never rejects. */
  drain(): Promise<void> {
    this.#again = true;
    this.#draining ??= this.#drainUntilEmpty().finally(() => {
      this.#draining = undefined;
    });
    return this.#draining;
  }

  /** Ends the watch and waits for the batch at hand. */
  async close(): Promise<void> {
    clearTimeout(this.#retry);
    await this.#watch.close();
    await this.#draining;
  }

  async #drainUntilEmpty(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      try {
        this.#again = await drainSpool(this.#spool, this.#keep);
      } catch (error) {
        // The records stay, and are taken a little later.
        this.#log("spool.failed", { problem: String(error) });
        this.#retry = setTimeout(() => void this.drain(), RETRY_MS);
        return;
      }
    }
  }
}
