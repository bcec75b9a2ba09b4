import { errorCode } from "../error-code.ts";
import { StoreError } from "../errors.ts";

/** The code of the {@link StoreError} for a file that is no sound database. */
export const STORE_BROKEN = "store-broken";

interface Explanation {
  readonly code: string;
  readonly problem: string;
  readonly hint: string;
}

const BROKEN: Explanation = {
  code: STORE_BROKEN,
  problem: "is damaged",
  hint: "Start the agent again: it sets the file aside and begins a new one.",
};
const FULL: Explanation = {
  code: "store-full",
  problem: "cannot be written, because its disk is full",
  hint: "Free some space on that disk, then try again.",
};
const READ_ONLY: Explanation = {
  code: "store-read-only",
  problem: "cannot be written, because the file or its folder is read-only",
  hint: "Make both writable for your user, then try again.",
};
const BUSY: Explanation = {
  code: "store-busy",
  problem: "is locked by another program",
  hint: "Close other programs that have the file open, then try again.",
};
const CANNOT_OPEN: Explanation = {
  code: "store-cannot-open",
  problem: "cannot be opened",
  hint: "Check that its folder exists and that your user may read and write both.",
};
const DISK_ERROR: Explanation = {
  code: "store-disk-error",
  problem: "cannot be read or written, because the disk reports an error",
  hint: "Check the disk, or move Hookline's state to another one (HOOKLINE_HOME).",
};

/**
 * What an error of SQLite or of the file system means, by the start of its code.
 *
 * The first match counts. SQLITE_IOERR_SHMSIZE is what SQLite says when the disk
 * has no room for its shared-memory file (https://sqlite.org/rescode.html).
 */
const EXPLANATIONS: readonly (readonly [prefix: string, explanation: Explanation])[] = [
  ["SQLITE_CORRUPT", BROKEN],
  ["SQLITE_NOTADB", BROKEN],
  ["SQLITE_FULL", FULL],
  ["SQLITE_IOERR_SHMSIZE", FULL],
  ["ENOSPC", FULL],
  ["EDQUOT", FULL],
  ["SQLITE_READONLY", READ_ONLY],
  ["EROFS", READ_ONLY],
  ["SQLITE_BUSY", BUSY],
  ["SQLITE_PROTOCOL", BUSY],
  ["EBUSY", BUSY],
  ["SQLITE_IOERR", DISK_ERROR],
  ["EIO", DISK_ERROR],
  ["SQLITE_CANTOPEN", CANNOT_OPEN],
  ["SQLITE_PERM", CANNOT_OPEN],
  ["EACCES", CANNOT_OPEN],
  ["EPERM", CANNOT_OPEN],
  ["ENOENT", CANNOT_OPEN],
  ["ENOTDIR", CANNOT_OPEN],
  ["EMFILE", CANNOT_OPEN],
  ["ENFILE", CANNOT_OPEN],
];

/** Makes the error for a file whose contents cannot be trusted. */
export function brokenStore(file: string, detail: string): StoreError {
  return new StoreError(`The database ${file} ${BROKEN.problem}: ${detail}.`, BROKEN);
}

/**
 * Does `work` on a database, and says an error of SQLite or of the file system in a person's words.
 *
 * @throws StoreError; the error itself where it is something else, such as a mistake of ours,
 * which must not be taken for a broken file
 */
export function explained<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw explain(error, file);
  }
}

function explain(error: unknown, file: string): unknown {
  if (error instanceof StoreError) return error;
  const code = errorCode(error);
  const explanation = EXPLANATIONS.find(([prefix]) => code?.startsWith(prefix))?.[1];
  if (code === undefined || explanation === undefined) return error;
  return new StoreError(`The database ${file} ${explanation.problem} (${code}).`, {
    code: explanation.code,
    hint: explanation.hint,
    cause: error,
  });
}
