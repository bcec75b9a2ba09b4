import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat, readFile, readlink } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { errorCode } from "../error-code.ts";

/** The hash that a repository names its objects by (`extensions.objectFormat`). */
export type ObjectFormat = "sha1" | "sha256";

/** Read at once: a stream costs a small file several times the reading. */
const SMALL_BYTES = 1024 * 1024;

/**
 * Returns the id that git would give to the bytes of a file as they are on the disk, without any
 * filter: `blob <size> NUL <bytes>`, hashed. A symbolic link's bytes are its target.
 *
 * `null` where there is no file: nothing at all, a folder, a device.
 *
 * @throws the system's error when the file cannot be read
 */
export async function blobIdOfFile(
  file: string | Buffer,
  format: ObjectFormat,
): Promise<string | null> {
  try {
    const stats = await lstat(file);
    if (stats.isSymbolicLink()) return blobId(await readlink(file, "buffer"), format);
    if (!stats.isFile()) return null;
    if (stats.size <= SMALL_BYTES) return blobId(await readFile(file), format);
    const hash = createHash(format).update(`blob ${stats.size}\0`);
    await pipeline(createReadStream(file), hash);
    return hash.digest("hex");
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw error;
  }
}

/** Returns the id that git gives to these bytes. */
export function blobId(bytes: Uint8Array, format: ObjectFormat): string {
  return createHash(format).update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
