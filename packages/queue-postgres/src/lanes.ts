import { KEPT_SECONDS, queueOf } from "./schema.ts";
import { asStoreError, type Engine } from "./transaction.ts";

/**
 * Makes a queue of pg-boss for each lane: what is fetched from one queue is of one lane.
 *
 * They stay: a lane without jobs is a row in two tables.
 */
export class Lanes {
  readonly #engine: Engine;
  readonly #open = new Set<string>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Sees to it that jobs can be put into lanes. */
  async open(lanes: readonly string[]): Promise<void> {
    for (const lane of new Set(lanes)) {
      if (!this.#open.has(lane)) await asStoreError(() => this.#make(lane));
      this.#open.add(lane);
    }
  }

  async #make(lane: string): Promise<void> {
    const { boss, schema } = this.#engine;
    const queue = queueOf(lane);
    await boss.createQueue(queue, {
      // One waiting and one running job of a key at most.
      policy: "stately",
      // When to try again is decided above the port; what fails here stays until it is told to go on.
      retryLimit: 0,
      deleteAfterSeconds: 0,
      retentionSeconds: KEPT_SECONDS,
    });
    await boss
      .getDb()
      .executeSql(
        `INSERT INTO ${schema}.task_lane (queue, lane) VALUES ($1, $2) ON CONFLICT DO NOTHING`,
        [queue, lane],
      );
  }
}
