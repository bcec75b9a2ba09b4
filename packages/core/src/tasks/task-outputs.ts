import { z } from "zod";
import type { AbsolutePath } from "../decide/brands.ts";
import type { PathBytes } from "../git/path-bytes.ts";
import type { Command, Query, Store } from "../store/store.ts";

/** A content of a file that a task writes. */
export interface WrittenOutput {
  readonly repository: AbsolutePath;
  readonly path: PathBytes;
  /** The id that git gives to it. */
  readonly blob: string;
}

/** Remembers what tasks wrote where, so that they overwrite nothing else. */
export class TaskOutputs {
  readonly #intend: Command;
  readonly #settle: Command;
  readonly #find: Query<unknown>;

  constructor(store: Store) {
    this.#intend = store.command(
      "INSERT OR IGNORE INTO task_output (repository, path, blob) VALUES (@repository, @path, @blob)",
    );
    this.#settle = store.command(
      "DELETE FROM task_output WHERE repository = @repository AND path = @path AND blob <> @blob",
    );
    this.#find = store.query(
      `SELECT 1 FROM task_output
       WHERE repository = @repository AND path = @path AND blob = @blob`,
      z.unknown(),
    );
  }

  /** Says what is about to be written; what was written before stays known until {@link settle}. */
  intend({ repository, path, blob }: WrittenOutput): void {
    this.#intend({ repository, path, blob });
  }

  /** Says that it has been written. */
  settle({ repository, path, blob }: WrittenOutput): void {
    this.#settle({ repository, path, blob });
  }

  /** Whether a task wrote this content to this file. */
  wrote({ repository, path, blob }: WrittenOutput): boolean {
    return this.#find.first({ repository, path, blob }) !== undefined;
  }
}
