import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { errorCode } from "./error-code.ts";

/**
 * Makes a folder that only this user can enter, and the folders above it, where they are missing.
 *
 * Node's own `recursive` never ends where a file system says that a folder is not there and
 * cannot be made either, as /proc does.
 *
 * @throws the file system's error
 */
export async function makePrivateFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) === "EEXIST") return;
    const parent = dirname(folder);
    if (errorCode(error) !== "ENOENT" || parent === folder) throw error;
    await makePrivateFolder(parent);
    await mkdir(folder, { mode: 0o700 });
  }
}
