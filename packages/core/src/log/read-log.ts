import { type FileHandle, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import type { AbsolutePath } from "../decide/brands.ts";
import type { LogLine, LogReply, LogRequest } from "../socket/log-schema.ts";
import { LOG_NAME } from "./log-file.ts";

/** How much of a file is read at a time. */
const CHUNK_BYTES = 64 * 1024;

/** How much is read for one answer; a search that finds nothing there goes on with the next page. */
const MOST_BYTES = 32 * 1024 * 1024;

const RANK = { debug: 0, info: 1, warn: 2, error: 3 } as const;

const lineSchema = z
  .object({
    time: z.iso.datetime(),
    level: z.enum(["debug", "info", "warn", "error"]),
    event: z.string(),
  })
  .catchall(z.json());

interface LogFileHere {
  readonly name: string;
  /** What stays the same when the file is rotated. */
  readonly inode: number;
  readonly size: number;
}

/** A place between two lines: `<inode>:<offset>`. Rotation renames files, and moves no place. */
interface Place {
  readonly inode: number;
  readonly offset: number;
}

/**
 * Reads lines of the log, the oldest first, across its rotated files and from their end.
 *
 * A place that was rotated away is as good as the oldest line that is left.
 */
export async function readLog(folder: AbsolutePath, request: LogRequest): Promise<LogReply> {
  const files = await listFiles(folder);
  const { from, most } = request;
  const place = from.kind === "newest" ? null : parsePlace(from.place);
  return from.kind === "newer"
    ? readNewer(folder, files, request, place, most)
    : readOlder(folder, files, request, place, most);
}

/** The files of the log, the newest first. */
async function listFiles(folder: AbsolutePath): Promise<LogFileHere[]> {
  const names = await readdir(folder).catch(() => []);
  const age = (name: string): number => Number(name.slice(LOG_NAME.length + 1) || 0);
  const ours = names
    .filter((name) => name === LOG_NAME || /^agent\.log\.\d+$/.test(name))
    .toSorted((one, other) => age(one) - age(other));
  const found = await Promise.all(
    ours.map(async (name) => {
      const file = await open(join(folder, name)).catch(() => undefined);
      try {
        const stats = await file?.stat();
        return stats === undefined ? [] : [{ name, inode: stats.ino, size: stats.size }];
      } finally {
        await file?.close();
      }
    }),
  );
  return found.flat();
}

function parsePlace(text: string): Place | null {
  const [, inode, offset] = /^(\d{1,20}):(\d{1,15})$/.exec(text) ?? [];
  return inode === undefined || offset === undefined
    ? null
    : { inode: Number(inode), offset: Number(offset) };
}

async function readOlder(
  folder: AbsolutePath,
  files: readonly LogFileHere[],
  request: LogRequest,
  place: Place | null,
  most: number,
): Promise<LogReply> {
  const lines: LogLine[] = [];
  const begin = place === null ? 0 : files.findIndex(({ inode }) => inode === place.inode);
  if (begin < 0) return { lines: [], older: false };
  let budget = MOST_BYTES;
  for (const [index, file] of files.slice(begin).entries()) {
    const end = index === 0 && place !== null ? Math.min(place.offset, file.size) : file.size;
    const isLast = begin + index === files.length - 1;
    const read = await readBackwards(folder, file, end, budget, (line) => {
      if (!fits(line, request)) return true;
      if (lines.length === most) return false;
      lines.push(line);
      return true;
    });
    budget -= end - read.from;
    if (read.stopped || budget <= 0) return { lines: lines.toReversed(), older: true };
    if (isLast) break;
  }
  return { lines: lines.toReversed(), older: false };
}

async function readNewer(
  folder: AbsolutePath,
  files: readonly LogFileHere[],
  request: LogRequest,
  place: Place | null,
  most: number,
): Promise<LogReply> {
  const known = place === null ? -1 : files.findIndex(({ inode }) => inode === place.inode);
  const from = known < 0 ? files.length - 1 : known;
  const lines: LogLine[] = [];
  for (let index = from; index >= 0 && lines.length < most; index -= 1) {
    const file = files[index];
    if (file === undefined) continue;
    const begin = index === known && place !== null ? place.offset : 0;
    await readForwards(folder, file, begin, (line, offset) => {
      // The place of a line is its beginning: the one that was named is known already.
      if (index === known && offset === begin) return true;
      if (fits(line, request)) lines.push(line);
      return lines.length < most;
    });
  }
  return { lines, older: true };
}

function fits({ level, fields, event }: LogLine, request: LogRequest): boolean {
  if (RANK[level] < RANK[request.level]) return false;
  if (request.repository !== null && fields["repository"] !== request.repository) return false;
  const words = request.words.trim().toLowerCase();
  if (words === "") return true;
  const text = `${event} ${JSON.stringify(fields)}`.toLowerCase();
  return words.split(/\s+/).every((word) => text.includes(word));
}

/** Gives the whole lines before `end`, the last one first, until `take` says no or `budget` is used up. */
async function readBackwards(
  folder: AbsolutePath,
  { inode, name }: LogFileHere,
  end: number,
  budget: number,
  take: (line: LogLine) => boolean,
): Promise<{ readonly from: number; readonly stopped: boolean }> {
  return withFile(join(folder, name), { from: end, stopped: false }, async (file) => {
    let from = end;
    let rest: Buffer = Buffer.alloc(0);
    const least = Math.max(0, end - budget);
    while (from > least) {
      const size = Math.min(CHUNK_BYTES, from);
      const chunk = await readAt(file, from - size, size);
      from -= size;
      const text = Buffer.concat([chunk, rest]);
      const newline = text.indexOf(0x0a);
      if (from > 0 && newline < 0) {
        rest = text;
        continue;
      }
      const first = from === 0 ? 0 : newline + 1;
      rest = text.subarray(0, first);
      const whole = text.subarray(first);
      for (const { offset, bytes } of linesOf(whole, from + first).toReversed()) {
        const line = parseLine(bytes, { inode, offset });
        if (line !== undefined && !take(line)) return { from, stopped: true };
      }
    }
    return { from, stopped: false };
  });
}

async function readForwards(
  folder: AbsolutePath,
  { inode, name, size }: LogFileHere,
  begin: number,
  take: (line: LogLine, offset: number) => boolean,
): Promise<void> {
  await withFile(join(folder, name), undefined, async (file) => {
    let from = begin;
    let rest: Buffer = Buffer.alloc(0);
    while (from < size && from - begin < MOST_BYTES) {
      const chunk = await readAt(file, from, Math.min(CHUNK_BYTES, size - from));
      if (chunk.length === 0) return;
      const text = Buffer.concat([rest, chunk]);
      const at = from - rest.length;
      const end = text.lastIndexOf(0x0a) + 1;
      for (const { offset, bytes } of linesOf(text.subarray(0, end), at)) {
        const line = parseLine(bytes, { inode, offset });
        if (line !== undefined && !take(line, offset)) return;
      }
      rest = text.subarray(end);
      from += chunk.length;
    }
  });
}

function linesOf(bytes: Buffer, at: number): { offset: number; bytes: Buffer }[] {
  const lines: { offset: number; bytes: Buffer }[] = [];
  let from = 0;
  for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, from)) {
    lines.push({ offset: at + from, bytes: bytes.subarray(from, end) });
    from = end + 1;
  }
  return lines;
}

function parseLine(bytes: Buffer, { inode, offset }: Place): LogLine | undefined {
  try {
    const { time, level, event, ...fields } = lineSchema.parse(JSON.parse(bytes.toString("utf8")));
    return { place: `${inode}:${offset}`, at: time, level, event, fields };
  } catch {
    // Torn by a crash, or somebody else's; the log is read all the same.
    return undefined;
  }
}

async function readAt(file: FileHandle, position: number, size: number): Promise<Buffer> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(size), 0, size, position);
  return buffer.subarray(0, bytesRead);
}

async function withFile<Result>(
  path: string,
  missing: Result,
  work: (file: FileHandle) => Promise<Result>,
): Promise<Result> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return missing;
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}
