import Sqlite, { type Database } from "better-sqlite3";
import type { AbsolutePath } from "../decide/brands.ts";
import { errorCode } from "../error-code.ts";
import { createPrivateFile } from "./private-file.ts";

/** What came of asking for a lock. */
export type LockAttempt =
  | { readonly kind: "acquired"; readonly lock: FileLock }
  /** Someone else has it, in this process or another. */
  | { readonly kind: "held" }
  /** Nobody can have it: the folder is missing, read-only, full, … */
  | { readonly kind: "unusable"; readonly problem: string };

/** A lock that this process holds until it lets go or ends. */
export interface FileLock {
  /** Lets go; a second call does nothing. */
  readonly release: () => void;
}

/** Keeps every held lock alive: a database that the garbage collector takes is closed, and unlocked. */
const held = new Set<Database>();

/**
 * Takes an exclusive lock between processes, without waiting.
 *
 * The operating system releases it when its holder ends, however that happens, so it cannot be
 * left behind: there is no process id to compare and nothing to clean up. A stopped process
 * (SIGSTOP) still holds it. Node offers no such lock. SQLite does, on every platform (fcntl on
 * Unix, LockFileEx on Windows; https://sqlite.org/lockingv3.html; Windows not run here): an
 * exclusive transaction on an empty database, which nothing is ever written to.
 *
 * The file stays, empty. Do not delete it while someone may hold the lock, and never open it by
 * other means: closing a second descriptor would drop the lock (fcntl(2)).
 */
export function tryLock(file: AbsolutePath): LockAttempt {
  let database: Database | undefined;
  try {
    createPrivateFile(file);
    database = new Sqlite(file, { timeout: 0 });
    // The journal of a transaction that writes nothing: kept out of the folder.
    database.pragma("journal_mode = MEMORY");
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database?.close();
    const code = errorCode(error);
    if (code?.startsWith("SQLITE_BUSY") === true) return { kind: "held" };
    return { kind: "unusable", problem: `cannot lock ${file}: ${code ?? String(error)}` };
  }
  return { kind: "acquired", lock: hold(database) };
}

function hold(database: Database): FileLock {
  held.add(database);
  return {
    release: () => {
      held.delete(database);
      database.close();
    },
  };
}
