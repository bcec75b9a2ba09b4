import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
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

  test("keeps five files, however long it goes on", async () => {
    const full = scratch.path("logs", "agent.log");
    for (let round = 0; round < 8; round += 1) {
      const file = open();
      file.log("agent.stopping", { reason: `round ${round}` });
      await file.close();
      await writeFile(full, `${"x".repeat(6 * 1024 * 1024)}${round}\n`);
    }
    const last = open();
    last.log("agent.stopping", { reason: "last" });
    await last.close();
    const names = ["agent.log", "agent.log.1", "agent.log.2", "agent.log.3", "agent.log.4"];
    expect((await readdir(scratch.path("logs"))).toSorted()).toEqual(names);
    expect((await read()).join()).toContain("last");
  });

  test("rotates while it is open, and loses nothing by it", async () => {
    const file = open();
    const reason = "y".repeat(1900);
    const count = 4000;
    for (let n = 0; n < count; n += 1) file.log("agent.stopping", { reason });
    await file.close();
    const texts = await Promise.all(
      (await readdir(scratch.path("logs"))).map((name) =>
        readFile(scratch.path("logs", name), "utf8"),
      ),
    );
    expect(texts.length).toBe(2);
    expect(texts.join("").split("\n").length - 1).toBe(count);
    for (const text of texts) expect(text.length).toBeLessThan(6 * 1024 * 1024);
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
