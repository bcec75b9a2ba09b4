import { chmodSync } from "node:fs";
import Sqlite from "better-sqlite3";
import type { Clock } from "../clock.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import { StoreError } from "../errors.ts";
import type { Log } from "../log/events.ts";
import { type Migration, migrate, readMigrations, schemaVersion } from "./migrate.ts";
import { createPrivateFile } from "./private-file.ts";
import { refuseFolder, refuseNewer, requireDurable, requireSound } from "./requirements.ts";
import { setAside } from "./set-aside.ts";
import { Store } from "./store.ts";
import { explained, STORE_BROKEN } from "./store-failure.ts";

/** How long a statement waits for another program that writes. Node stands still meanwhile. */
const BUSY_TIMEOUT_MS = 1000;

/** A damaged database that was moved out of the way. */
export interface SetAside {
  /** Where it is kept now. */
  readonly kept: AbsolutePath;
  readonly problem: string;
}

/** A store that is ready, and what had to happen to get there. */
export interface OpenedStore {
  readonly store: Store;
  readonly setAside: SetAside | undefined;
}

/**
 * Opens the database for the one process that may write it; call it under the agent's lock.
 *
 * A damaged file is renamed and a new one begun: the queue holds reasons to look, and a start looks
 * everywhere. Nothing else is ever moved: a file of a newer Hookline, a full disk or a missing
 * right is an error, and the file stays as it is.
 *
 * @throws StoreError with a hint for the person
 */
export function openStore(file: AbsolutePath, clock: Clock, log: Log): OpenedStore {
  const migrations = readMigrations();
  const open = (): Store => explained(file, () => openSound(file, migrations, log));
  try {
    return { store: open(), setAside: undefined };
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== STORE_BROKEN) throw error;
    const kept = explained(file, () => setAside(file, clock.now()));
    log("store.set-aside", { file, kept, problem: error.message });
    return { store: open(), setAside: { kept, problem: error.message } };
  }
}

function openSound(file: AbsolutePath, migrations: readonly Migration[], log: Log): Store {
  refuseFolder(file);
  createPrivateFile(file);
  const database = new Sqlite(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    refuseNewer(database, file, migrations.length);
    chmodSync(file, 0o600);
    requireDurable(database, file);
    requireSound(database, file);
    database.pragma("foreign_keys = ON");
    const from = schemaVersion(database);
    const to = migrate(database, migrations);
    if (from !== to) log("store.migrated", { from, to });
    log("store.opened", { file, schema: to });
    return new Store(file, database);
  } catch (error) {
    database.close();
    throw error;
  }
}
