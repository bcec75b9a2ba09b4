import { StoreError } from "@hookline/core";
import type { Db, PgBoss } from "pg-boss";
import { z } from "zod";
import { type StoredTask, TASK_COLUMNS, taskRow } from "./task-row.ts";

/** Where an engine lives: pg-boss, and the schema that is its and ours. */
export interface Engine {
  readonly boss: PgBoss;
  readonly schema: string;
}

/** What the moves of one transaction work with. */
export interface Transaction extends Engine {
  readonly db: Db;
  /** When it began, by the clock of the database. Milliseconds since the epoch. */
  readonly now: number;
}

const nowRow = z.tuple([z.object({ now: z.number() })]);

/**
 * Runs work in one transaction, alone.
 *
 * One lock over all of them: two machines that add the same thing, or count what runs before they
 * claim, must not do so at once. A team's jobs take seconds; a transaction takes milliseconds.
 */
export function inTransaction<Result>(
  engine: Engine,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  return asStoreError(async () => {
    const opened = await engine.boss.getDb().beginTransaction?.();
    if (opened === undefined) throw new TypeError("this connection has no transactions");
    const { db } = opened;
    try {
      await db.executeSql("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [engine.schema]);
      const { rows } = await db.executeSql(
        `SELECT floor(extract(epoch FROM ${engine.schema}.job_now()) * 1000)::float8 AS now`,
      );
      const [{ now }] = nowRow.parse(rows);
      const result = await work({ ...engine, db, now });
      await opened.commit();
      return result;
    } catch (error) {
      await opened.rollback();
      throw error;
    }
  });
}

/** Reads rows outside a transaction; they are those of one moment. */
export function readRows<Row>(
  { boss }: Engine,
  row: z.ZodType<Row>,
  sql: string,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  return asStoreError(() => rowsOf(boss.getDb(), row, sql, values));
}

/** Reads rows through a connection. */
export async function rowsOf<Row>(
  db: Db,
  row: z.ZodType<Row>,
  sql: string,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  const { rows } = await db.executeSql(sql, [...values]);
  return z.array(row).parse(rows);
}

/** Reads the jobs that a condition over `task_view` chooses, the newest first. */
export function tasksWhere(
  { db, schema }: Pick<Transaction, "db" | "schema">,
  condition: string,
  values: readonly unknown[],
): Promise<readonly StoredTask[]> {
  const sql = `SELECT ${TASK_COLUMNS} FROM ${schema}.task_view WHERE ${condition}`;
  return rowsOf(db, taskRow, sql, values);
}

/** Lets work fail as the port says it fails. */
export async function asStoreError<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw new StoreError(`The queue in PostgreSQL failed: ${String(error)}`, {
      code: "queue-failed",
      hint: "Check that PostgreSQL runs and that its address in the settings is right.",
      cause: error,
    });
  }
}
