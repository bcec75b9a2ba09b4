import { appendFile, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AbsolutePath, absolutePath } from "@hookline/core/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LogTail, parseLogLine, readLog } from "./log-lines.ts";

let folder: AbsolutePath;
beforeEach(async () => {
  folder = absolutePath(await mkdtemp(join(tmpdir(), "hookline-log-")));
});
afterEach(() => rm(folder, { recursive: true }));

const line = (event: string) => `${JSON.stringify({ time: "t", level: "info", event })}\n`;
const events = (lines: readonly { event: string }[]) => lines.map(({ event }) => event);

test.each(["", "torn {", "null", "3", '{"time":"t"}', '{"time":1,"level":"info","event":"x"}'])(
  "no line: %j",
  (text) => {
    expect(parseLogLine(text)).toBeUndefined();
  },
);

test("the rotated files come first, the oldest of all at the top", async () => {
  await writeFile(join(folder, "agent.log"), line("c.three"));
  await writeFile(join(folder, "agent.log.1"), line("b.two"));
  await writeFile(join(folder, "agent.log.10"), line("a.one"));
  expect(events(await readLog(folder))).toEqual(["a.one", "b.two", "c.three"]);
});

test("a log that is not there is empty", async () => {
  expect(await readLog(absolutePath("/nowhere"))).toEqual([]);
  expect(await new LogTail(absolutePath("/nowhere")).lines()).toEqual([]);
});

test("the tail gives what is new, whole lines only, across a rotation", async () => {
  const file = join(folder, "agent.log");
  await writeFile(file, line("old.event"));
  const tail = new LogTail(folder);
  await tail.skip();
  expect(await tail.lines()).toEqual([]);
  const [begin, end] = [line("new.event").slice(0, 9), line("new.event").slice(9)];
  await appendFile(file, begin);
  expect(await tail.lines()).toEqual([]);
  await appendFile(file, end);
  expect(events(await tail.lines())).toEqual(["new.event"]);
  await rename(file, `${file}.1`);
  await writeFile(file, line("next.file"));
  expect(events(await tail.lines())).toEqual(["next.file"]);
});
