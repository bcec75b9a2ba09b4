import type { Database, Statement } from "better-sqlite3";
import type { z } from "zod";
import type { AbsolutePath } from "../decide/brands.ts";
import { brokenStore, explained } from "./store-failure.ts";

/** The values for the `@names` of a statement. */
export type Bindings = Readonly<Record<string, string | number | null>>;

/** A prepared statement that gives rows back. */
export interface Query<Row> {
  readonly first: (values?: Bindings) => Row | undefined;
  readonly all: (values?: Bindings) => readonly Row[];
}

/** A prepared statement that gives none; returns how many rows it changed. */
export type Command = (values?: Bindings) => number;

/**
 * The one door to the open database.
 *
 * What it holds is input: every row is checked against a schema as it is read. Every failure of
 * SQLite leaves as a `StoreError` that says what to do next.
 */
export class Store {
  readonly file: AbsolutePath;
  readonly #database: Database;

  constructor(file: AbsolutePath, database: Database) {
    this.file = file;
    this.#database = database;
  }

  /** Prepares a statement that gives rows back, each checked by `row`. */
  query<Row>(sql: string, row: z.ZodType<Row>): Query<Row> {
    const statement = this.#prepare(sql);
    const rows = row.array();
    // Never `statement.get`: it stops at the first row and ignores how the statement then ends, so
    // the commit of an `INSERT … RETURNING` that the disk refused would pass for done.
    const all = (values: Bindings = {}): readonly Row[] =>
      this.#read(rows, () => statement.all(values));
    return { all, first: (values) => all(values)[0] };
  }

  /** Prepares a statement that gives no rows back. */
  command(sql: string): Command {
    const statement = this.#prepare(sql);
    return (values = {}) => explained(this.file, () => statement.run(values).changes);
  }

  /**
   * Runs `work` in one transaction: when this returns, its writes are on the disk; when it throws,
   * none of them happened. Takes the write lock at the start, so that what it reads stays true.
   */
  transaction<Result>(work: () => Result): Result {
    return explained(this.file, () => this.#database.transaction(work).immediate());
  }

  /** Closes the file; every later use throws. */
  close(): void {
    explained(this.file, () => this.#database.close());
  }

  #prepare(sql: string): Statement<[Bindings]> {
    return explained(this.file, () => this.#database.prepare<[Bindings]>(sql));
  }

  #read<Value>(schema: z.ZodType<Value>, read: () => unknown): Value {
    const parsed = schema.safeParse(explained(this.file, read));
    if (!parsed.success) throw brokenStore(this.file, parsed.error.issues[0]?.message ?? "a row");
    return parsed.data;
  }
}
