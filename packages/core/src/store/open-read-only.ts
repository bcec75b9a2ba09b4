import { statSync } from "node:fs";
import Sqlite from "better-sqlite3";
import type { AbsolutePath } from "../decide/brands.ts";
import { StoreError } from "../errors.ts";
import { readMigrations, schemaVersion } from "./migrate.ts";
import { refuseFolder, refuseNewer, requireSound } from "./requirements.ts";
import { Store } from "./store.ts";
import { explained } from "./store-failure.ts";

/**
 * Opens the database for reading, while no agent runs that could be asked.
 *
 * Never creates, migrates or sets aside.
 *
 * @returns `undefined` where no agent has made one yet
 * @throws StoreError with a hint for the person; also for the file of an older Hookline, which the
 * agent brings up to date when it starts
 */
export function openStoreReadOnly(file: AbsolutePath): Store | undefined {
  const known = readMigrations().length;
  return explained(file, () => {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found === undefined || found.size === 0) return undefined;
    refuseFolder(file);
    const database = new Sqlite(file, { readonly: true, fileMustExist: true });
    try {
      refuseNewer(database, file, known);
      const version = schemaVersion(database);
      if (version === 0) {
        database.close();
        return undefined;
      }
      if (version < known) throw olderStore(file);
      requireSound(database, file);
      return new Store(file, database);
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

function olderStore(file: AbsolutePath): StoreError {
  return new StoreError(`The database ${file} was written by an older Hookline.`, {
    code: "store-older",
    hint: "Run `hookline start`: the agent brings the file up to date.",
  });
}
