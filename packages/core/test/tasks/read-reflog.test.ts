import { appendFile, mkdir, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { absolutePath } from "../../src/decide/brands.ts";
import type { RepositoryPlace } from "../../src/git/locate.ts";
import { readReflog, reflogMark } from "../../src/tasks/read-reflog.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";

const WIDE = { bytes: 1024 * 1024, entries: 1000 };

let scratch: Scratch;
let place: RepositoryPlace;
let file: string;

beforeEach(async () => {
  scratch = await makeScratch("reflog");
  const gitDir = scratch.path("git");
  place = { root: scratch.root, gitDir, commonDir: gitDir };
  await mkdir(join(gitDir, "logs"), { recursive: true });
  file = join(gitDir, "logs", "HEAD");
});

afterEach(() => scratch.remove());

const id = (number: number): string => number.toString(16).padStart(40, "0");
const line = (number: number, message = `commit: ${number}`): string =>
  `${id(number)} ${id(number + 1)} Test <test@example.org> ${1000 + number} +0000\t${message}`;
const lines = (from: number, to: number, message?: string): string =>
  Array.from({ length: to - from + 1 }, (_, at) => `${line(from + at, message)}\n`).join("");

/** What the entries of a reading lead to, as numbers. */
async function read(after: string | null, bounds = WIDE) {
  const seen = await readReflog(place, after, bounds);
  return seen && { ...seen, entries: seen.entries.map((entry) => Number.parseInt(entry.old, 16)) };
}

test("what comes after a line, the oldest first", async () => {
  await writeFile(file, lines(1, 5));
  expect(await read(line(3))).toMatchObject({ entries: [4, 5], last: line(5), reached: "line" });
  expect(await read(line(5))).toMatchObject({ entries: [], last: line(5), reached: "line" });
  expect(await read(null)).toMatchObject({ entries: [1, 2, 3, 4, 5], reached: "beginning" });
  expect(await read(line(9))).toMatchObject({ entries: [1, 2, 3, 4, 5], reached: "beginning" });
});

test("a last line that is being written is left for the next time, at any byte", async () => {
  const last = Buffer.from(`${line(3)}\n`);
  for (let length = 0; length < last.length; length += 1) {
    await writeFile(file, Buffer.concat([Buffer.from(lines(1, 2)), last.subarray(0, length)]));
    expect(await read(line(1))).toMatchObject({ entries: [2], last: line(2) });
  }
  await writeFile(file, lines(1, 3));
  expect(await read(line(2))).toMatchObject({ entries: [3], last: line(3) });
});

test("no file, an empty file, half a first line", async () => {
  expect(await read(null)).toBeUndefined();
  expect(await reflogMark(place)).toBeNull();
  await writeFile(file, "");
  expect(await read(null)).toMatchObject({ entries: [], last: null, lastEntry: undefined });
  await writeFile(file, line(1));
  expect(await read(null)).toMatchObject({ entries: [], last: null, lastEntry: undefined });
  const folder = { ...place, gitDir: absolutePath(join(place.gitDir, "logs")) };
  await mkdir(join(folder.gitDir, "logs", "HEAD"), { recursive: true });
  expect(await readReflog(folder, null)).toBeUndefined();
});

test("lines of any length, over the ends of chunks", async () => {
  const long = "x".repeat(200_000);
  await writeFile(file, `${lines(1, 2)}${line(3, long)}\n${lines(4, 400)}${line(401, long)}\n`);
  const seen = await read(line(2));
  expect(seen?.entries).toEqual(Array.from({ length: 399 }, (_, at) => at + 3));
  expect(seen?.last).toHaveLength(1000);
  expect((await read(seen?.last ?? ""))?.reached).toBe("line");
});

test("a line that is no entry is passed over, and can still be the last one", async () => {
  await writeFile(file, `${lines(1, 2)}no entry\n${lines(3, 3)}\n`);
  expect(await read(line(1))).toMatchObject({ entries: [2, 3], last: "", lastEntry: undefined });
  expect(await read("")).toMatchObject({ entries: [], reached: "line" });
});

test("a person whose name is no UTF-8 is read as bytes", async () => {
  const strange = line(2).replace("Test", "T\u00e9\u00ff");
  await writeFile(file, Buffer.from(`${lines(1, 1)}${strange}\n`, "latin1"));
  expect(await read(line(1))).toMatchObject({ entries: [2], last: strange });
  await appendFile(file, lines(3, 3));
  expect(await read(strange)).toMatchObject({ entries: [3], reached: "line" });
});

test("no more is read than the bounds say, whatever there is", async () => {
  await writeFile(file, lines(1, 5000));
  const few = { bytes: WIDE.bytes, entries: 3 };
  expect(await read(line(1), few)).toMatchObject({
    entries: [4998, 4999, 5000],
    reached: "bounds",
  });
  expect(await read(line(4997), few)).toMatchObject({ reached: "line" });
  expect(await read(line(4996), few)).toMatchObject({ reached: "bounds" });
  const short = await read(line(1), { bytes: 64 * 1024, entries: 5000 });
  expect(short).toMatchObject({ reached: "bounds", last: line(5000) });
  expect(short?.entries.length).toBeGreaterThan(500);
  expect(short?.entries.length).toBeLessThan(1000);
});

test("the mark changes with every line, and not without one", async () => {
  await writeFile(file, lines(1, 2));
  const before = await reflogMark(place);
  expect(await reflogMark(place)).toBe(before);
  await appendFile(file, lines(3, 3));
  const after = await reflogMark(place);
  expect(after).not.toBe(before);
  await truncate(file, 0);
  expect(await reflogMark(place)).not.toBe(after);
});
