import { statSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import type { Database } from "better-sqlite3";
import type { AbsolutePath } from "../decide/brands.ts";
import { StoreError } from "../errors.ts";
import { schemaVersion } from "./migrate.ts";
import { brokenStore } from "./store-failure.ts";

/** How SQLite reads `synchronous = FULL` back. */
const FULL = 2;

/**
 * Refuses a database whose schema this version of Hookline does not know, before anything touches it.
 *
 * @param known the newest version we know
 */
export function refuseNewer(database: Database, file: AbsolutePath, known: number): void {
  const version = schemaVersion(database);
  if (version <= known) return;
  throw new StoreError(
    `The database ${file} was written by a newer Hookline (schema ${version}; this one knows ${known}).`,
    { code: "store-newer", hint: "Update Hookline, or point HOOKLINE_HOME at another folder." },
  );
}

/**
 * Refuses a database whose pages or CHECK constraints do not hold.
 *
 * Reads the whole file: about a millisecond for each megabyte
 * (https://sqlite.org/pragma.html#pragma_quick_check).
 */
export function requireSound(database: Database, file: AbsolutePath): void {
  const verdict = String(database.pragma("quick_check(1)", { simple: true }));
  if (verdict !== "ok") throw brokenStore(file, verdict.replaceAll(/\s+/g, " "));
}

/**
 * Makes a commit mean that the disk has it, and refuses a file system where it cannot.
 *
 * WAL alone keeps the file whole, but a power cut takes the last commits: FULL syncs the log at
 * each one (https://sqlite.org/pragma.html#pragma_synchronous). `fullfsync` matters on macOS only
 * (not run there).
 */
export function requireDurable(database: Database, file: AbsolutePath): void {
  // Not `simple`, which stops at the row that says "wal": the disk can refuse the switch after it.
  const journal = database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.pragma("fullfsync = ON");
  database.pragma("checkpoint_fullfsync = ON");
  const isLogged = isDeepStrictEqual(journal, [{ journal_mode: "wal" }]);
  if (isLogged && database.pragma("synchronous", { simple: true }) === FULL) return;
  throw new StoreError(`The file system of ${file} cannot keep a durable database.`, {
    code: "store-not-durable",
    hint: "Put Hookline's state on a local disk (HOOKLINE_HOME).",
  });
}

/**
 * Refuses a folder that stands where the database should be; SQLite would blame the disk.
 *
 * @throws StoreError
 */
export function refuseFolder(file: AbsolutePath): void {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) {
    throw new StoreError(`The database ${file} cannot be opened: a folder is in its place.`, {
      code: "store-cannot-open",
      hint: "Move that folder away, then try again.",
    });
  }
}
