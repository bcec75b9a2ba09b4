import { appendFile, mkdir, rename, writeFile } from "node:fs/promises";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readLog } from "../src/log/read-log.ts";
import type { LogRequest } from "../src/socket/log-schema.ts";
import { makeScratch, type Scratch } from "../src/testing/scratch.ts";

let scratch: Scratch;
let file: string;

beforeEach(async () => {
  scratch = await makeScratch("read-log");
  await mkdir(scratch.path("logs"));
  file = scratch.path("logs", "agent.log");
});

afterEach(() => scratch.remove());

const line = (count: number, differs: object = {}) =>
  `${JSON.stringify({
    time: new Date(count * 1000).toISOString(),
    level: "info",
    event: "look.rested",
    count,
    ...differs,
  })}\n`;

const read = (from: LogRequest["from"], differs: Partial<LogRequest> = {}) =>
  readLog(scratch.path("logs"), {
    most: 3,
    from,
    level: "debug",
    repository: null,
    words: "",
    ...differs,
  });

/** Everything there is, page by page from the end. */
async function all(most: number): Promise<unknown[]> {
  let page = await read({ kind: "newest" }, { most });
  const counts = page.lines.map(({ fields }) => fields["count"]);
  while (page.older) {
    const place = page.lines[0]?.place ?? "";
    page = await read({ kind: "older", place }, { most });
    counts.unshift(...page.lines.map(({ fields }) => fields["count"]));
  }
  return counts;
}

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => from + index);

async function rotate(): Promise<void> {
  await rename(`${file}.1`, `${file}.2`).catch(() => undefined);
  await rename(file, `${file}.1`);
}

describe("the log, read from its end", () => {
  test("gives every line once, whatever the pages, the lines and the files are", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.boolean()), { maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        async (lines, most) => {
          for (const name of [file, `${file}.1`, `${file}.2`]) await writeFile(name, "");
          let rotations = 0;
          for (const [count, [length, rotates]] of lines.entries()) {
            if (rotates && rotations < 2) {
              rotations += 1;
              await rotate();
            }
            await appendFile(file, line(count, { text: "é".repeat(length) }));
          }
          expect(await all(most)).toEqual(numbers(0, lines.length));
        },
      ),
      { numRuns: 25 },
    );
  });

  test("goes on with what was written since, also behind a rotation", async () => {
    await writeFile(
      file,
      numbers(0, 5)
        .map((count) => line(count))
        .join(""),
    );
    const { lines } = await read({ kind: "newest" });
    const place = lines.at(-1)?.place ?? "";
    expect((await read({ kind: "newer", place })).lines).toEqual([]);
    await appendFile(file, line(5));
    await rotate();
    await writeFile(file, line(6));
    const newer = await read({ kind: "newer", place });
    expect(newer.lines.map(({ fields }) => fields["count"])).toEqual([5, 6]);
  });

  test("passes over what is no line of it, and one that is still being written", async () => {
    await writeFile(file, `${line(1)}torn {\n[]\n${line(2)}{"time":"2026`);
    expect(await all(10)).toEqual([1, 2]);
  });

  test("gives what was asked for: level, repository, words", async () => {
    await writeFile(
      file,
      [
        line(1),
        line(2, { level: "warn", repository: "/notes" }),
        line(3, { level: "error", event: "look.failed", detail: "No Space left" }),
      ].join(""),
    );
    const counts = async (differs: Partial<LogRequest>) =>
      (await read({ kind: "newest" }, differs)).lines.map(({ fields }) => fields["count"]);
    expect(await counts({ level: "warn" })).toEqual([2, 3]);
    expect(await counts({ repository: "/notes" })).toEqual([2]);
    expect(await counts({ words: "failed SPACE" })).toEqual([3]);
    expect(await counts({ words: "failed nowhere" })).toEqual([]);
  });

  test.each(["", "garbage", "1:2", "99999999999999999999:1"])(
    "is not upset by the place %j",
    async (place) => {
      await writeFile(file, line(1));
      const kinds = ["older", "newer"] as const;
      for (const kind of kinds) expect((await read({ kind, place })).lines.length).toBeLessThan(2);
    },
  );

  test("is empty where there is none", async () => {
    expect(await read({ kind: "newest" })).toEqual({ lines: [], older: false });
  });
});
