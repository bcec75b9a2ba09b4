import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NO_TICK, type TickState, Ticks } from "../../src/agent/ticks.ts";
import { systemClock } from "../../src/clock.ts";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { locate } from "../../src/git/locate.ts";
import { openGit } from "../../src/git/run-git.ts";
import { openStore } from "../../src/store/open-store.ts";
import { OperationLog } from "../../src/store/operation-log.ts";
import type { Store } from "../../src/store/store.ts";
import { FakeClock } from "../../src/testing/fake-clock.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";

let scratch: Scratch;
let here: AbsolutePath;
let store: Store;
let clock: FakeClock;
let ticks: Ticks;
let asked: string[];

beforeEach(async () => {
  scratch = await makeScratch("ticks");
  clock = new FakeClock();
  ({ store } = openStore(scratch.path("test.db"), systemClock, memoryLog().log));
  here = await scratch.clone(await scratch.remote(), "here");
  await mkdir(join(here, "state"));
  asked = [];
  ticks = new Ticks({
    door: { env: scratch.env, log: memoryLog().log },
    clock,
    operations: new OperationLog(store, clock),
    random: () => 0.5,
    wanted: (_, want) => void asked.push(want),
    ticked: () => undefined,
  });
});

afterEach(async () => {
  ticks.close();
  store.close();
  await scratch.remove();
});

const setGlobal = (key: string, value: string) =>
  scratch.git(here, "config", "--global", key, value);

async function beforeLook(before: TickState = NO_TICK): Promise<TickState> {
  const located = await locate(openGit({ env: scratch.env, log: memoryLog().log }, here));
  if (located.kind !== "repository") throw new Error(located.kind);
  return ticks.beforeLook(before, located.place, new AbortController().signal);
}

const runs = async () => Number(await scratch.git(here, "rev-list", "--count", "HEAD")) - 1;

/** A tick that commits each time it runs. */
const counting = async () => {
  await setGlobal("hookline.tickCommand", "sh -c 'date +%N > state/now'");
  await setGlobal("hookline.tickPath", "state");
};

describe("ticks", () => {
  test("happen once for each time they were asked for, however often the look is made again", async () => {
    await counting();
    expect(await beforeLook()).toBe(NO_TICK);
    expect(await runs()).toBe(0);
    ticks.ask(here, "tick");
    ticks.ask(here, "tick");
    expect(asked).toEqual(["tick", "tick"]);
    await beforeLook();
    await beforeLook();
    expect(await runs()).toBe(1);
    ticks.ask(here, "tick");
    await beforeLook();
    expect(await runs()).toBe(2);
  });

  test("that failed come back by themselves, later each time, and then are well", async () => {
    await setGlobal("hookline.tickCommand", "false");
    ticks.ask(here, "tick");
    const first = await beforeLook();
    expect(first).toMatchObject({
      attempts: 1,
      retryAt: clock.now() + 3e4,
      failure: { kind: "command" },
    });
    expect(await beforeLook(first)).toBe(first);
    clock.advance(30_000);
    await Promise.resolve();
    expect(asked).toEqual(["tick", "tick"]);
    const second = await beforeLook(first);
    expect(second).toMatchObject({ attempts: 2, retryAt: clock.now() + 60_000 });
    await counting();
    clock.advance(60_000);
    await Promise.resolve();
    expect(await beforeLook(second)).toEqual(NO_TICK);
    expect(await runs()).toBe(1);
  });

  test("that hold are made by the first look that may", async () => {
    await counting();
    await scratch.git(here, "switch", "--quiet", "--detach");
    ticks.ask(here, "tick");
    const held = await beforeLook();
    expect(held.hold).toBe("detached");
    expect(ticks.isAsked(here)).toBe(true);
    await scratch.git(here, "switch", "--quiet", "main");
    expect(await beforeLook(held)).toEqual(NO_TICK);
    expect(await runs()).toBe(1);
    expect(ticks.isAsked(here)).toBe(false);
  });

  test("keep a warning until the next one", async () => {
    await setGlobal("hookline.tickPath", "state");
    await setGlobal("hookline.maxFileSize", "1k");
    await writeFile(join(here, "state", "large"), "x".repeat(2000));
    ticks.ask(here, "tick");
    const told = await beforeLook();
    expect(told.warnings).toEqual([
      'Not committed: "state/large" (is larger than hookline.maxFileSize).',
    ]);
    expect(await beforeLook(told)).toBe(told);
  });
});
