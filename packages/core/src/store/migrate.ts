import { readdirSync, readFileSync } from "node:fs";
import type { Database } from "better-sqlite3";
import { Bug } from "../errors.ts";

/** One step of the schema. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
}

/** The migrations of this version of Hookline; the same place seen from `src` and from `dist`. */
const FOLDER = new URL("../../migrations/", import.meta.url);

const FILE_NAME = /^(\d{4})-[a-z0-9-]+\.sql$/;

/**
 * Reads `migrations/NNNN-name.sql`, in order.
 *
 * @throws Bug when a number is missing or given twice
 */
export function readMigrations(folder: URL = FOLDER): readonly Migration[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".sql"));
  return names.toSorted().map((name, index) => {
    const version = index + 1;
    if (Number(FILE_NAME.exec(name)?.[1]) !== version) {
      throw new Bug(`migration ${version} is missing: found ${name} in its place`);
    }
    return { version, sql: readFileSync(new URL(name, folder), "utf8") };
  });
}

/** Returns the schema version that the file says it has; 0 for a new one. */
export function schemaVersion(database: Database): number {
  return Number(database.pragma("user_version", { simple: true }));
}

/**
 * Brings the schema up to date and returns its version.
 *
 * Each migration and the version it leads to are one transaction, so an end half-way leaves a
 * whole older schema, from which the next start goes on.
 */
export function migrate(database: Database, migrations: readonly Migration[]): number {
  for (const { version, sql } of migrations.slice(schemaVersion(database))) {
    database
      .transaction(() => {
        database.exec(sql);
        database.pragma(`user_version = ${version}`);
      })
      .immediate();
  }
  return schemaVersion(database);
}
