import { existsSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { SpoolIntake } from "../src/agent/spool-intake.ts";
import { systemClock } from "../src/clock.ts";
import { findHome, type Home } from "../src/home.ts";
import type { SpoolBatch } from "../src/spool/spool.ts";
import { type MemoryLog, memoryLog } from "../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../src/testing/scratch.ts";

let scratch: Scratch;
let home: Home;
let log: MemoryLog;
let taken: string[];
let intake: SpoolIntake | undefined;

beforeEach(async () => {
  scratch = await makeScratch("intake");
  home = findHome(scratch.env);
  log = memoryLog();
  taken = [];
  await mkdir(home.spool, { recursive: true });
});

afterEach(async () => {
  vi.useRealTimers();
  await intake?.close();
  intake = undefined;
  await scratch.remove();
});

const put = (id: string) =>
  writeFile(join(home.spool, `${id}.req`), `v1\tpost-commit\t${id}\t.git\t/a\n`);
const keep = ({ records }: SpoolBatch) => {
  taken.push(...records.map(({ id }) => id));
  return Promise.resolve();
};
const open = (how: (batch: SpoolBatch) => Promise<void> = keep) => {
  intake = new SpoolIntake({ home, clock: systemClock, log: log.log, keep: how });
  return intake;
};

describe("the intake of the spool", () => {
  test("takes what was there before", async () => {
    await put("1-1");
    open();
    await vi.waitFor(() => expect(taken).toEqual(["1-1"]));
  });

  test("takes every record of a storm, without anyone's word", async () => {
    open();
    const ids = Array.from({ length: 400 }, (_unused, index) => `${index}-1`);
    for (const id of ids) await put(id);
    await vi.waitFor(() => expect(new Set(taken)).toEqual(new Set(ids)), { timeout: 5000 });
    expect(await readdir(home.spool)).toEqual([]);
  });

  test("has taken what came while it took, before it says that it is done", async () => {
    const alive = open(async (batch) => {
      await keep(batch);
      if (taken.length > 1) return;
      await put("2-2");
      void alive.drain();
    });
    await put("1-1");
    await alive.drain();
    expect(taken).toEqual(["1-1", "2-2"]);
  });

  test("takes nothing and tries nothing once it is closed", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const gate = Promise.withResolvers<void>();
    const closing = open(async () => {
      await gate.promise;
      throw new Error("the agent ends");
    });
    await put("1-1");
    const draining = closing.drain();
    const closed = closing.close();
    gate.resolve();
    await Promise.all([draining, closed]);
    await put("2-2");
    await closing.drain();
    expect(vi.getTimerCount()).toBe(0);
    expect(await readdir(home.spool)).toEqual(["1-1.req.taken", "2-2.req"]);
  });

  test("takes back the poke before it reads, so that no later record finds it", async () => {
    const seen: boolean[] = [];
    await writeFile(home.poked, "");
    await put("1-1");
    open(() => {
      seen.push(existsSync(home.poked));
      return Promise.resolve();
    });
    await vi.waitFor(() => expect(seen).toEqual([false]));
  });

  test("reads also where the poke cannot be taken back", async () => {
    await mkdir(join(home.poked, "not-empty"), { recursive: true });
    await put("1-1");
    open();
    await vi.waitFor(() => expect(taken).toEqual(["1-1"]));
  });

  test("tries again after a while, once, however often it was asked meanwhile", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    let tries = 0;
    await put("1-1");
    const failing = open(() => {
      tries += 1;
      return Promise.reject(new Error("the queue is full"));
    });
    for (let time = 0; time < 20; time += 1) await failing.drain();
    // The watch may have one or two of its own.
    expect(vi.getTimerCount()).toBeLessThan(5);
    const before = tries;
    await vi.advanceTimersByTimeAsync(5000);
    await failing.drain();
    expect(tries).toBeLessThanOrEqual(before + 2);
    expect(log.events[0]).toMatchObject({ event: "spool.failed" });
  });

  test("says that its folder is gone, and lives", async () => {
    const alive = open();
    await rm(home.spool, { recursive: true });
    await alive.drain();
    expect(log.events).toContainEqual(expect.objectContaining({ event: "spool.failed" }));
    await mkdir(home.spool);
    await put("1-1");
    await alive.drain();
    expect(taken).toEqual(["1-1"]);
  });
});
