import { constants, copyFileSync, linkSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { errorCode } from "../error-code.ts";
import type { RepositoryPlace } from "../git/locate.ts";
import type { MoveFolder } from "./move-folder.ts";
import { lstatNow } from "./present.ts";
import { indexOf } from "./private-index.ts";

/** `index.lock`, held by us. It holds the new index already, as git's own lock does at the end. */
export interface IndexLock {
  /** Makes the new index the one that counts, and lets go. */
  readonly install: () => void;
  /** Lets go, and leaves the index as it was. */
  readonly release: () => void;
}

/** Where git keeps others from the index of a work tree (lockfile.h). */
export function indexLockOf({ gitDir }: RepositoryPlace): string {
  return join(gitDir, "index.lock");
}

/**
 * Takes the lock of the index; `null` when somebody has it.
 *
 * The lock is a second name of the prepared index. So it appears whole and at once, and a lock that
 * we left is told from anybody else's by being that very file.
 */
export function takeIndexLock(place: RepositoryPlace, { index }: MoveFolder): IndexLock | null {
  const lock = indexLockOf(place);
  try {
    try {
      linkSync(index, lock);
    } catch (error) {
      if (errorCode(error) === "EEXIST") return null;
      // No second names on this file system (not run).
      copyFileSync(index, lock, constants.COPYFILE_EXCL);
    }
  } catch (error) {
    if (errorCode(error) === "EEXIST") return null;
    throw error;
  }
  return {
    install: () => renameSync(lock, indexOf(place)),
    release: () => rmSync(lock, { force: true }),
  };
}

/** Whether the lock, or the index itself, is the file that a move of ours prepared. */
export function isPrepared(file: string, { index }: MoveFolder): boolean {
  const one = lstatNow(file);
  const prepared = lstatNow(index);
  return one !== null && one.ino === prepared?.ino && one.dev === prepared.dev;
}
