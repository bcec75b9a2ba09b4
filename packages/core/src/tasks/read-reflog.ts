import { type FileHandle, lstat, open } from "node:fs/promises";
import { join } from "node:path";
import { parseReflogLine, type ReflogEntry } from "../decide/reflog-entry.ts";
import { errorCode } from "../error-code.ts";
import type { RepositoryPlace } from "../git/locate.ts";

/** How much of a reflog is read at most, from its end. */
export interface ReflogBounds {
  readonly bytes: number;
  readonly entries: number;
}

/** An agent that was away for long comes back to 10,000 commits at most, in 8 MiB. */
export const REFLOG_BOUNDS: ReflogBounds = { bytes: 8 * 1024 * 1024, entries: 10_000 };

/** What was read of a reflog. */
export interface ReflogRead {
  /** The entries that come after the line that was asked for, the oldest first. */
  readonly entries: readonly ReflogEntry[];
  /** The mark of the last line; `null` where there is no line. */
  readonly last: string | null;
  readonly lastEntry: ReflogEntry | undefined;
  /**
   * Where reading ended: at the line that was asked for, at the beginning of the file without having
   * met it, or at the bounds.
   */
  readonly reached: "line" | "beginning" | "bounds";
}

const CHUNK_BYTES = 64 * 1024;
const MARK_LENGTH = 1000;
const NEWLINE = 10;

/** Names the reflog of a work tree's HEAD; each linked work tree has its own. */
function reflogOf({ gitDir }: RepositoryPlace): string {
  return join(gitDir, "logs", "HEAD");
}

/**
 * Tells by one call to the system whether a reflog is as it was: the same text as before means that
 * nothing was written. `null` where there is no such file (`core.logAllRefUpdates = false`, reftable).
 */
export async function reflogMark(place: RepositoryPlace): Promise<string | null> {
  try {
    const stats = await lstat(reflogOf(place), { bigint: true });
    return stats.isFile() ? `${stats.ino} ${stats.size} ${stats.mtimeNs}` : null;
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

/**
 * Reads the entries of HEAD's reflog that come after a line, from the end of the file, so that it costs
 * what is new and not what there is. Undefined where there is no such file.
 *
 * A last line without its end is left for the next time: git is just writing it.
 *
 * @param after the mark of the line that was the last one; `null` reads everything, within the bounds
 * @throws the system's error when the file cannot be read
 */
export async function readReflog(
  place: RepositoryPlace,
  after: string | null,
  bounds: ReflogBounds = REFLOG_BOUNDS,
): Promise<ReflogRead | undefined> {
  if ((await reflogMark(place)) === null) return undefined;
  let file: FileHandle | undefined;
  try {
    file = await open(reflogOf(place), "r");
    return await readBackwards(file, after, bounds);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  } finally {
    await file?.close();
  }
}

async function readBackwards(
  file: FileHandle,
  after: string | null,
  bounds: ReflogBounds,
): Promise<ReflogRead> {
  const newestFirst: ReflogEntry[] = [];
  let last: string | null = null;
  const done = (reached: ReflogRead["reached"]): ReflogRead => ({
    entries: newestFirst.toReversed(),
    last,
    lastEntry: last === null ? undefined : parseReflogLine(last),
    reached,
  });
  let lines = 0;
  for await (const line of linesBackwards(file, bounds.bytes)) {
    if (line === "cut") return done("bounds");
    const mark = lineMark(line);
    last ??= mark;
    if (mark === after) return done("line");
    if (lines === bounds.entries) return done("bounds");
    lines += 1;
    const entry = parseReflogLine(mark);
    if (entry !== undefined) newestFirst.push(entry);
  }
  return done("beginning");
}

/**
 * Names a line by its beginning: a message can be as long as a commit's subject, which has no bounds.
 * One character for a byte: names need not be UTF-8.
 */
function lineMark(line: Buffer): string {
  return line.toString("latin1", 0, MARK_LENGTH);
}

/** Gives the whole lines of a file, the last one first; `"cut"` where there is more than `mostBytes`. */
async function* linesBackwards(
  file: FileHandle,
  mostBytes: number,
): AsyncGenerator<Buffer | "cut"> {
  const { size } = await file.stat();
  let start = size;
  // What lies between `start` and the lines that were given: the end of a line whose beginning is not read.
  let rest: Buffer = Buffer.alloc(0);
  // Behind the last line end there is nothing, or half a line.
  let isWhole = false;
  while (start > 0) {
    if (size - start >= mostBytes) {
      yield "cut";
      return;
    }
    const length = Math.min(CHUNK_BYTES, start);
    start -= length;
    const chunk = Buffer.alloc(length);
    const { bytesRead } = await file.read(chunk, 0, length, start);
    // Rewritten under us (`git reflog expire`): the next look sees the new file.
    if (bytesRead < length) return;
    rest = Buffer.concat([chunk, rest]);
    for (let at = rest.lastIndexOf(NEWLINE); at !== -1; at = rest.lastIndexOf(NEWLINE)) {
      if (isWhole) yield rest.subarray(at + 1);
      isWhole = true;
      rest = rest.subarray(0, at);
    }
  }
  if (isWhole) yield rest;
}

function isAbsent(error: unknown): boolean {
  const code = errorCode(error);
  return code === "ENOENT" || code === "ENOTDIR";
}
