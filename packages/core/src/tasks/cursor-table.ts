import { z } from "zod";
import { commitSchema } from "../brand-schema.ts";
import type { AbsolutePath, CommitId } from "../decide/brands.ts";
import type { Command, Query, Store } from "../store/store.ts";

/** Up to where the movements of HEAD have been seen. */
export interface TaskCursor {
  /** What HEAD held; `null` before the first commit. */
  readonly commit: CommitId | null;
  /** The last line of HEAD's reflog (see `lineMark`); `null` where there was none. */
  readonly entry: string | null;
}

const row = z
  .object({ commit_id: commitSchema.nullable(), entry: z.string().nullable() })
  .transform(({ commit_id, entry }): TaskCursor => ({ commit: commit_id, entry }));

/** Where it is written down up to where each repository's movements have become jobs. */
export class CursorTable {
  readonly #save: Command;
  readonly #remove: Command;
  readonly #load: Query<TaskCursor>;

  constructor(store: Store) {
    this.#save = store.command(`
      INSERT OR REPLACE INTO task_cursor (repository, commit_id, entry)
      VALUES (@repository, @commit, @entry)`);
    this.#remove = store.command("DELETE FROM task_cursor WHERE repository = @repository");
    this.#load = store.query(
      "SELECT commit_id, entry FROM task_cursor WHERE repository = @repository",
      row,
    );
  }

  /** Returns a repository's cursor; undefined where none was ever saved. */
  load(repository: AbsolutePath): TaskCursor | undefined {
    return this.#load.first({ repository });
  }

  /** Writes a repository's cursor down. */
  save(repository: AbsolutePath, cursor: TaskCursor): void {
    this.#save({ repository, ...cursor });
  }

  /** Forgets a repository's cursor; one that was never saved is no error. */
  remove(repository: AbsolutePath): void {
    this.#remove({ repository });
  }
}
