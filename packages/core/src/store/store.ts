import type { Database, Statement } from "better-sqlite3";
import type { z } from "zod";
import type { AbsolutePath } from "../decide/brands.ts";
import { Bug } from "../errors.ts";
import { brokenStore, explained } from "./store-failure.ts";

/** The values for the `@names` of a statement. */
export type Bindings = Readonly<Record<string, string | number | null>>;

type Bound = Bindings[string];

interface Prepared {
  readonly statement: Statement<[readonly Bound[]]>;
  readonly inOrder: (values: Bindings) => readonly Bound[];
}

function bound(values: Bindings, name: string): Bound {
  const value = values[name];
  if (value === undefined) throw new Bug(`@${name} is not bound`);
  return value;
}

/** A prepared statement that gives rows back. */
export interface Query<Row> {
  readonly first: (values?: Bindings) => Row | undefined;
  readonly all: (values?: Bindings) => readonly Row[];
}

/** A prepared statement that gives none; returns how many rows it changed. */
export type Command = (values?: Bindings) => number;

/** A prepared insert of one row; returns its row id. */
export type Insert = (values: Bindings) => number;

/**
 * The one door to the open database.
 *
 * What it holds is input: every row is checked against a schema as it is read. Every failure of
 * SQLite leaves as a `StoreError` that says what to do next.
 */
export class Store {
  readonly file: AbsolutePath;
  readonly #database: Database;
  readonly #begin: Statement;
  readonly #commit: Statement;
  readonly #rollback: Statement;

  constructor(file: AbsolutePath, database: Database) {
    this.file = file;
    this.#database = database;
    this.#begin = database.prepare("BEGIN IMMEDIATE");
    this.#commit = database.prepare("COMMIT");
    this.#rollback = database.prepare("ROLLBACK");
  }

  /** Prepares a statement that gives rows back, each checked by `row`. */
  query<Row>(sql: string, row: z.ZodType<Row>): Query<Row> {
    const { statement, inOrder } = this.#prepare(sql);
    const rows = row.array();
    // Never `statement.get`: it stops at the first row and ignores how the statement then ends, so
    // the commit of an `INSERT … RETURNING` that the disk refused would pass for done.
    const all = (values: Bindings = {}): readonly Row[] =>
      this.#read(rows, () => statement.all(inOrder(values)));
    return { all, first: (values) => all(values)[0] };
  }

  /** Prepares a statement that gives no rows back. */
  command(sql: string): Command {
    const { statement, inOrder } = this.#prepare(sql);
    return (values = {}) => explained(this.file, () => statement.run(inOrder(values)).changes);
  }

  /** Prepares an insert of one row into a table that has row ids. */
  insert(sql: string): Insert {
    const { statement, inOrder } = this.#prepare(sql);
    return (values) =>
      explained(this.file, () => Number(statement.run(inOrder(values)).lastInsertRowid));
  }

  /**
   * Runs `work` in one transaction: when this returns, its writes are on the disk; when it throws,
   * none of them happened. Takes the write lock at the start, so that what it reads stays true.
   *
   * Not within another one. better-sqlite3 builds its own wrapper anew for each function that it is
   * given, which costs a short transaction more than its statements do.
   */
  transaction<Result>(work: () => Result): Result {
    return explained(this.file, () => {
      this.#begin.run();
      try {
        const result = work();
        this.#commit.run();
        return result;
      } catch (error) {
        // A full disk makes SQLite roll back by itself (https://sqlite.org/lang_transaction.html).
        if (this.#database.inTransaction) this.#rollback.run();
        throw error;
      }
    });
  }

  /** Closes the file; every later use throws. */
  close(): void {
    explained(this.file, () => this.#database.close());
  }

  /**
   * Prepares a statement whose `@names` are bound by position: for each execution better-sqlite3 makes
   * the text of each name anew, which is a tenth of the time of a short one.
   */
  #prepare(sql: string): Prepared {
    const names: string[] = [];
    const positional = sql.replaceAll(/@(\w+)/g, (_mark, name: string) => {
      names.push(name);
      return "?";
    });
    const statement = explained(this.file, () =>
      this.#database.prepare<[readonly Bound[]]>(positional),
    );
    return { statement, inOrder: (values) => names.map((name) => bound(values, name)) };
  }

  #read<Value>(schema: z.ZodType<Value>, read: () => unknown): Value {
    const parsed = schema.safeParse(explained(this.file, read));
    if (!parsed.success) throw brokenStore(this.file, parsed.error.issues[0]?.message ?? "a row");
    return parsed.data;
  }
}
