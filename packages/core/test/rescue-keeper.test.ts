import { afterEach, beforeEach, expect, test } from "vitest";
import { RescueKeeper } from "../src/agent/rescue-keeper.ts";
import { trackRepository } from "../src/agent/tracked-repository.ts";
import { systemClock } from "../src/clock.ts";
import { loadSettings } from "../src/config/load-settings.ts";
import { commitId } from "../src/decide/brands.ts";
import { rescueRef } from "../src/decide/rescue.ts";
import { locate } from "../src/git/locate.ts";
import { openGit } from "../src/git/run-git.ts";
import { listRescues } from "../src/rescue/list-rescues.ts";
import { openRescues } from "../src/rescue/open-rescues.ts";
import { markTold } from "../src/rescue/told.ts";
import { openStore } from "../src/store/open-store.ts";
import { OperationLog } from "../src/store/operation-log.ts";
import type { Store } from "../src/store/store.ts";
import { FakeClock } from "../src/testing/fake-clock.ts";
import { memoryLog } from "../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../src/testing/scratch.ts";

const DAY_MS = 86_400_000;

let scratch: Scratch;
let store: Store;
const { log } = memoryLog();

beforeEach(async () => {
  scratch = await makeScratch("keeper");
  store = openStore(scratch.path("test.db"), systemClock, log).store;
});

afterEach(async () => {
  store.close();
  await scratch.remove();
});

/** A repository with a rescue made now, and a keeper whose clock the test moves. */
async function setUp() {
  const here = await scratch.clone(await scratch.remote(), "here");
  const commit = commitId(await scratch.git(here, "rev-parse", "HEAD"));
  const ref = rescueRef(new Date().toISOString(), "diverged", commit);
  await scratch.git(here, "update-ref", ref, commit);
  const door = { env: scratch.env, log };
  const located = await locate(openGit(door, here));
  if (located.kind !== "repository") throw new Error(located.kind);
  const clock = new FakeClock(Date.now());
  const operations = new OperationLog(store, clock);
  const keeper = new RescueKeeper({ door, clock, operations });
  const loaded = loadSettings([], {});
  const tracked = { ...trackRepository(here, located.place, undefined), loaded };
  return {
    clock,
    operations,
    ref,
    keep: () => keeper.keep(tracked, located.place),
    rescues: (): Promise<string> =>
      scratch.git(here, "for-each-ref", "--format=%(refname)", "refs/hookline/rescue"),
    tell: async (): Promise<void> => {
      const opened = await openRescues(door, here);
      if (opened.kind === "failed") throw new Error(opened.failure.detail);
      const listed = await listRescues(opened.value.tools);
      if (listed.kind === "failed") throw new Error(listed.failure.detail);
      await markTold(opened.value.tools, listed.value);
    },
  };
}

test("a rescue that nobody was told of stays, however old", async () => {
  const { clock, keep, ref, rescues } = await setUp();
  clock.advance(1000 * DAY_MS);
  await keep();
  expect(await rescues()).toBe(ref);
});

test("one that a person was told of goes after `rescueKeep`, and the log says so", async () => {
  const { clock, keep, operations, ref, rescues, tell } = await setUp();
  await tell();
  clock.advance(89 * DAY_MS);
  await keep();
  expect(await rescues()).toBe(ref);
  clock.advance(2 * DAY_MS);
  await keep();
  expect(await rescues()).toBe("");
  expect(operations.list({ limit: 9 })).toMatchObject([{ ref, new: null, state: "done" }]);
});

test("is looked after once a day", async () => {
  const { clock, keep, ref, rescues, tell } = await setUp();
  await tell();
  clock.advance(89.9 * DAY_MS);
  await keep();
  clock.advance(0.5 * DAY_MS);
  await keep();
  expect(await rescues()).toBe(ref);
});
