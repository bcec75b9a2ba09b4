import { constants, readdirSync } from "node:fs";
import { type FileHandle, lstat, open, readdir, rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { AbsolutePath } from "../decide/brands.ts";
import { parseSpoolRecord, type SpoolRecord } from "./record.ts";

/** A drained batch of records. */
export interface SpoolBatch {
  readonly records: readonly SpoolRecord[];
  /** How many lines or files could not be read as records: something happened, we cannot say where. */
  readonly rejected: number;
}

const RECORD_FILE = /^[\w-]+\.req(?:\.taken)?$/;
const TAKEN = ".taken";

/** A file holds one line, or a few when a process id came round again. */
const LARGEST_FILE_BYTES = 64 * 1024;

/** How many files one batch takes, so that a flood cannot fill the memory. */
const LARGEST_BATCH = 500;

/**
 * A hook opens its file and then writes the one line. A file that is empty for longer is all there
 * will be: the disk was full.
 */
const UNFINISHED_MS = 1000;

/** What is left in the spool once a batch was taken: nothing, more records, or files that a hook still writes. */
export type SpoolRest = "nothing" | "more" | "unfinished";

/** Counts the records that wait; 0 where there is no spool. */
export function countSpooled(spool: AbsolutePath): number {
  try {
    return readdirSync(spool).filter((name) => RECORD_FILE.test(name)).length;
  } catch {
    return 0;
  }
}

/**
 * Takes what hooks have left, hands it to `keep`, and only then deletes it.
 *
 * A record is deleted after `keep` has returned, so a crash in between reads it again: records
 * are hints, and one too many does no harm. Each file is renamed first, so that a hook that
 * writes at this moment begins a new one.
 *
 * @param now milliseconds since the epoch; tells a file that was just made from one that stays empty
 */
export async function drainSpool(
  spool: AbsolutePath,
  keep: (batch: SpoolBatch) => void | Promise<void>,
  now: number,
): Promise<SpoolRest> {
  const names = (await readdir(spool)).filter((name) => RECORD_FILE.test(name)).toSorted();
  const batchNames = names.slice(0, LARGEST_BATCH);
  const files = await Promise.all(batchNames.map((name) => takeFile(spool, name, now)));
  const taken = files.filter((file) => file !== undefined && file !== "unfinished");
  const rest =
    names.length > batchNames.length
      ? "more"
      : files.includes("unfinished")
        ? "unfinished"
        : "nothing";
  if (taken.length === 0) return rest;
  const lines = taken.flatMap(({ text }) => (text === null ? [""] : linesOf(text)));
  const records = lines.map(parseSpoolRecord);
  await keep({
    records: records.filter((record) => record !== undefined),
    rejected: records.filter((record) => record === undefined).length,
  });
  await Promise.all(taken.map(({ path }) => unlink(path).catch(() => undefined)));
  return rest;
}

/** A hook on a full disk leaves an empty file: still a hint that something happened. */
function linesOf(text: string): string[] {
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.length === 0 ? [""] : lines;
}

async function takeFile(spool: AbsolutePath, name: string, now: number) {
  const isTaken = name.endsWith(TAKEN);
  const taken = join(spool, isTaken ? name : `${name}${TAKEN}`);
  try {
    if (!isTaken && (await isUnfinished(join(spool, name), now))) return "unfinished";
    if (!isTaken) await rename(join(spool, name), taken);
  } catch {
    // Gone meanwhile: somebody emptied the spool. The scan finds what it said.
    return undefined;
  }
  return { path: taken, text: await readSmallFile(taken) };
}

async function isUnfinished(path: string, now: number): Promise<boolean> {
  const stat = await lstat(path);
  return stat.isFile() && stat.size === 0 && Math.abs(now - stat.mtimeMs) < UNFINISHED_MS;
}

/** Reads a regular file of bounded size; `null` for anything else that lies there. */
async function readSmallFile(path: string): Promise<string | null> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stat = await file.stat();
    if (!stat.isFile() || stat.size > LARGEST_FILE_BYTES) return null;
    return await file.readFile("utf8");
  } catch {
    return null;
  } finally {
    await file?.close();
  }
}
