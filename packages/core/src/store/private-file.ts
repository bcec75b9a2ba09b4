import { closeSync, openSync } from "node:fs";
import type { AbsolutePath } from "../decide/brands.ts";
import { errorCode } from "../error-code.ts";

/**
 * Creates an empty file that only its owner can read, unless something is there already.
 *
 * It never opens what exists: closing any descriptor of a file drops every lock
 * that this process holds on it through SQLite (fcntl(2), "advisory record locking").
 *
 * @throws the error of open(2), except for a file that exists
 */
export function createPrivateFile(file: AbsolutePath): void {
  try {
    closeSync(openSync(file, "wx", 0o600));
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  }
}
