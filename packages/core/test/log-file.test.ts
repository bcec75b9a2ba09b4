import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openLogFile } from "../src/log/log-file.ts";
import { FakeClock } from "../src/testing/fake-clock.ts";
import { makeScratch, type Scratch } from "../src/testing/scratch.ts";

let scratch: Scratch;
beforeEach(async () => {
  scratch = await makeScratch("log");
});
afterEach(() => scratch.remove());

const open = () => openLogFile(scratch.path("logs"), new FakeClock(), { least: "info" });
const read = async () =>
  (await readFile(scratch.path("logs", "agent.log"), "utf8")).trim().split("\n");

describe("the log", () => {
  test("holds one event a line, private, without secrets, above the level", async () => {
    const file = open();
    file.log("job.leased", { job: 1, repository: "/r", attempt: 1 });
    file.log("repository.unusable", { repository: "/r", problem: "https://me:hunter2@h/r" });
    await file.close();
    expect(await read()).toEqual([
      '{"time":"2026-01-01T00:00:00.000Z","level":"warn","event":"repository.unusable","repository":"/r","problem":"https://***@h/r"}',
    ]);
    expect((await stat(scratch.path("logs", "agent.log"))).mode & 0o777).toBe(0o600);
  });

  test("goes on after a restart, and rotates by size", async () => {
    const first = open();
    first.log("agent.stopping", { reason: "one" });
    await first.close();
    const full = scratch.path("logs", "agent.log");
    await writeFile(full, `${"x".repeat(6 * 1024 * 1024)}\n`);
    const second = open();
    second.log("agent.stopping", { reason: "two" });
    await second.close();
    const third = open();
    third.log("agent.stopping", { reason: "three" });
    await third.close();
    const older = await readFile(join(scratch.path("logs"), "agent.log.1"), "utf8");
    expect(older.startsWith("xxx")).toBe(true);
    expect((await read()).join()).toContain("three");
  });

  test("never throws when it cannot be written, and comes back", async () => {
    await writeFile(scratch.path("logs"), "a file in the folder's place");
    const file = open();
    file.log("agent.stopping", { reason: "lost" });
    await file.close();
    await rm(scratch.path("logs"));
    const again = open();
    again.log("agent.stopping", { reason: "kept" });
    await again.close();
    expect((await read()).join()).toContain("kept");
  });
});
