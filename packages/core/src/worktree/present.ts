import { type BigIntStats, closeSync, constants, lstatSync, openSync, readFileSync } from "node:fs";
import { lstat } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { errorCode } from "../error-code.ts";
import { blobId, blobIdOfFile, type ObjectFormat } from "../git/blob-id.ts";

/** By what a file is recognised without reading it. Survives a rename. */
export interface Stamp {
  readonly ino: bigint;
  readonly size: bigint;
  readonly mtimeNs: bigint;
}

/** What stands at a path at one moment. */
export type Present =
  | { readonly kind: "absent" | "folder" | "other" }
  | {
      readonly kind: "file" | "link";
      /** The id of its bytes as they are on the disk. */
      readonly id: string;
      readonly executable: boolean;
      readonly stamp: Stamp;
    };

const SMALL_BYTES = 64 * 1024;

/** Reads what stands at a path, a link being itself and not what it points at. */
export async function readPresent(file: string | Buffer, format: ObjectFormat): Promise<Present> {
  // Many small files are read one by one here: a turn through Node's threads costs each of them more
  // than the reading does. In between, others are served.
  await setImmediate();
  const stats = lstatNow(file);
  if (stats === null) return { kind: "absent" };
  if (stats.isDirectory()) return { kind: "folder" };
  if (!stats.isFile() && !stats.isSymbolicLink()) return { kind: "other" };
  // The stamp is older than the bytes: a write in between makes them differ when it matters.
  const isSmall = stats.isFile() && stats.size <= SMALL_BYTES;
  const read = isSmall ? smallBlobId : blobIdOfFile;
  const id = await read(file, format).catch(unreadable);
  if (id === undefined) return { kind: "other" };
  if (id === null) return { kind: "absent" };
  const executable = stats.isFile() && (stats.mode & 0o100n) !== 0n;
  return {
    kind: stats.isFile() ? "file" : "link",
    id,
    executable,
    stamp: stampOf(stats),
  };
}

/** A file that may not be read is something that nobody can compare or keep. */
function unreadable(error: unknown): undefined {
  if (errorCode(error) !== "EACCES") throw error;
}

/** Neither a link nor a pipe that has come to stand there since may lead us astray or hold us up. */
const PLAIN = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

async function smallBlobId(file: string | Buffer, format: ObjectFormat): Promise<string | null> {
  try {
    const descriptor = openSync(file, PLAIN);
    try {
      return blobId(readFileSync(descriptor), format);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return nothing(error);
  }
}

/**
 * Whether a file still holds the bytes that were read: as its stamp says, or, where that is another
 * (it was only touched), as they say themselves.
 */
export async function isStill(
  file: string | Buffer,
  stamp: Stamp | null,
  id: string | null,
  format: ObjectFormat,
): Promise<boolean> {
  // Not awaited: while a file is set aside, nothing stands in its place.
  const stats = lstatNow(file);
  if (stats === null) return false;
  if (stamp !== null && sameStamp(stampOf(stats), stamp)) return true;
  const present = await readPresent(file, format);
  return "id" in present && present.id === id;
}

/** Takes the stamp out of what the system says of a file. */
function stampOf({ ino, size, mtimeNs }: BigIntStats): Stamp {
  return { ino, size, mtimeNs };
}

/** Whether two stamps are of one file that nobody has written to in between. */
function sameStamp(one: Stamp, other: Stamp): boolean {
  return one.ino === other.ino && one.size === other.size && one.mtimeNs === other.mtimeNs;
}

/** Asks for a path itself; `null` where nothing is. */
export async function lstatOrNothing(file: string | Buffer): Promise<BigIntStats | null> {
  try {
    return await lstat(file, { bigint: true });
  } catch (error) {
    return nothing(error);
  }
}

/** As {@link lstatOrNothing}, without letting anything happen in between. */
export function lstatNow(file: string | Buffer): BigIntStats | null {
  try {
    return lstatSync(file, { bigint: true });
  } catch (error) {
    return nothing(error);
  }
}

function nothing(error: unknown): null {
  const code = errorCode(error);
  if (code === "ENOENT" || code === "ENOTDIR") return null;
  throw error;
}
