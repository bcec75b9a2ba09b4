import { z } from "zod";
import { commitSchema, pathSchema } from "../brand-schema.ts";
import type { DueAfterPull } from "../decide/after-pull.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import type { Command, Query, Store } from "./store.ts";

const row = z
  .object({
    repository: pathSchema,
    state: z.enum(["ready", "held", "dead"]),
    from_commit: commitSchema,
    to_commit: commitSchema,
    attempts: z.int(),
    run_at: z.int(),
    problem: z.string().nullable(),
  })
  .transform(
    ({ repository, from_commit, to_commit, run_at, ...same }): [AbsolutePath, DueAfterPull] => [
      repository,
      { ...same, from: from_commit, to: to_commit, runAt: run_at },
    ],
  );

/** Where it is written down which repositories have an `afterPull` to run. */
export class AfterPullTable {
  readonly #save: Command;
  readonly #remove: Command;
  readonly #all: Query<[AbsolutePath, DueAfterPull]>;

  constructor(store: Store) {
    this.#save = store.command(`
      INSERT OR REPLACE INTO after_pull
        (repository, state, from_commit, to_commit, attempts, run_at, problem)
      VALUES (@repository, @state, @from, @to, @attempts, @runAt, @problem)`);
    this.#remove = store.command("DELETE FROM after_pull WHERE repository = @repository");
    this.#all = store.query("SELECT * FROM after_pull ORDER BY repository", row);
  }

  /** Returns everything that is due. */
  all(): ReadonlyMap<AbsolutePath, DueAfterPull> {
    return new Map(this.#all.all());
  }

  /** Writes down what is due in a repository; `undefined` for nothing. */
  save(repository: AbsolutePath, due: DueAfterPull | undefined): void {
    if (due === undefined) this.#remove({ repository });
    else this.#save({ repository, ...due });
  }
}
