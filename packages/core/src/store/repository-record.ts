import { z } from "zod";
import { commitSchema, pathSchema, refSchema } from "../brand-schema.ts";
import type { AbsolutePath, CommitId, RefName } from "../decide/brands.ts";
import { jsonColumn } from "./json-column.ts";
import type { Command, Query, Store } from "./store.ts";

/** What the agent remembers of one repository between two looks. Times are milliseconds since the epoch. */
export interface RepositoryRecord {
  readonly repository: AbsolutePath;
  readonly lastLookAt: number | null;
  readonly lastSuccessAt: number | null;
  /**
   * The newest commit that we know was on each branch of a remote; tells a remote that was rewound
   * from one that we are ahead of.
   */
  readonly seenRemotes: readonly { readonly ref: RefName; readonly commit: CommitId }[];
  /** How the last look ended; JSON, checked by whoever reads it. */
  readonly lastLook: unknown;
}

const row = z
  .object({
    repository: pathSchema,
    last_look_at: z.int().nullable(),
    last_success_at: z.int().nullable(),
    seen_remotes: jsonColumn(z.array(z.object({ ref: refSchema, commit: commitSchema }))),
    last_look: jsonColumn(z.unknown()).nullable(),
  })
  .transform(
    (columns): RepositoryRecord => ({
      repository: columns.repository,
      lastLookAt: columns.last_look_at,
      lastSuccessAt: columns.last_success_at,
      seenRemotes: columns.seen_remotes,
      lastLook: columns.last_look,
    }),
  );

/** The records of all repositories. */
export class RepositoryRecords {
  readonly #save: Command;
  readonly #load: Query<RepositoryRecord>;
  readonly #all: Query<RepositoryRecord>;
  readonly #forget: Command;

  constructor(store: Store) {
    this.#save = store.command(`
      INSERT OR REPLACE INTO repository_record VALUES
        (@repository, @lastLookAt, @lastSuccessAt, @seenRemotes, @lastLook)`);
    this.#load = store.query("SELECT * FROM repository_record WHERE repository = @repository", row);
    this.#all = store.query("SELECT * FROM repository_record ORDER BY repository", row);
    this.#forget = store.command("DELETE FROM repository_record WHERE repository = @repository");
  }

  /** Writes the record of a repository over the one before. */
  save(record: RepositoryRecord): void {
    this.#save({
      repository: record.repository,
      lastLookAt: record.lastLookAt,
      lastSuccessAt: record.lastSuccessAt,
      seenRemotes: JSON.stringify(record.seenRemotes),
      lastLook: record.lastLook === null ? null : JSON.stringify(record.lastLook),
    });
  }

  /** Returns the record of a repository, `undefined` where nobody looked yet. */
  load(repository: AbsolutePath): RepositoryRecord | undefined {
    return this.#load.first({ repository });
  }

  /** Returns every record, ordered by path. */
  all(): readonly RepositoryRecord[] {
    return this.#all.all();
  }

  /** Drops the record of a repository that is no longer ours. */
  forget(repository: AbsolutePath): void {
    this.#forget({ repository });
  }
}
