import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AfterPull } from "../../src/agent/after-pull.ts";
import { systemClock } from "../../src/clock.ts";
import { MOST_ATTEMPTS } from "../../src/decide/after-pull.ts";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { AfterPullTable } from "../../src/store/after-pull-table.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";
import { aCommit } from "../../src/testing/an-observation.ts";
import { FakeClock } from "../../src/testing/fake-clock.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";

let scratch: Scratch;
let here: AbsolutePath;
let store: Store;
let clock: FakeClock;
let afterPull: AfterPull;

const took = (from: string, to: string) => ({ from: aCommit(from), to: aCommit(to) });

function open(): AfterPull {
  return new AfterPull({
    door: { env: scratch.env, log: memoryLog().log },
    clock,
    table: new AfterPullTable(store),
    random: () => 0.5,
    changed: () => undefined,
  });
}

const rows = () => new AfterPullTable(store).all();
const runs = async () =>
  (await readFile(scratch.path("runs"), "utf8").catch(() => "")).split("\n").slice(0, -1);
const command = (script: string) =>
  scratch.git(here, "config", "--global", "hookline.afterPull", `sh -c '${script}'`);
const note = () => `echo $HOOKLINE_FROM $HOOKLINE_TO | tr -s 0-9 >> ${scratch.path("runs")}`;

beforeEach(async () => {
  scratch = await makeScratch("after-pull");
  clock = new FakeClock();
  ({ store } = openStore(scratch.path("test.db"), systemClock, memoryLog().log));
  here = await scratch.clone(await scratch.remote(), "here");
  afterPull = open();
});

afterEach(async () => {
  await afterPull.close();
  store.close();
  await scratch.remove();
});

describe("afterPull", () => {
  test("runs once for what was taken, and leaves nothing behind", async () => {
    await command(note());
    afterPull.due(here, took("1", "2"));
    await afterPull.settled();
    expect(await runs()).toEqual(["1 2"]);
    expect(rows().size).toBe(0);
  });

  test("answers with one more run for all that was taken while it ran", async () => {
    await command(
      `${note()}; touch ${scratch.path("begun")}; while [ ! -e ${scratch.path("go")} ]; do sleep 0.02; done`,
    );
    afterPull.due(here, took("1", "2"));
    await vi.waitFor(() => readFile(scratch.path("begun")));
    afterPull.due(here, took("2", "3"));
    afterPull.due(here, took("3", "4"));
    expect(rows().get(here)).toMatchObject(took("1", "4"));
    await writeFile(scratch.path("go"), "");
    await afterPull.settled();
    expect(await runs()).toEqual(["1 2", "2 4"]);
    expect(rows().size).toBe(0);
  });

  test("is resumed by the next agent when the first one ended in the middle", async () => {
    await command(`${note()}; [ -e ${scratch.path("go")} ] || exec sleep 1000`);
    afterPull.due(here, took("1", "2"));
    await vi.waitFor(async () => expect(await runs()).toHaveLength(1));
    await afterPull.close();
    expect(rows().get(here)).toMatchObject({ ...took("1", "2"), state: "ready", attempts: 0 });
    await writeFile(scratch.path("go"), "");
    afterPull = open();
    afterPull.resume([here]);
    await afterPull.settled();
    expect(await runs()).toEqual(["1 2", "1 2"]);
    expect(rows().size).toBe(0);
  });

  test("is tried again later and later, then given up with a word, until there is news", async () => {
    await command(`${note()}; echo no space >&2; exit 1`);
    afterPull.due(here, took("1", "2"));
    for (let attempt = 1; attempt < MOST_ATTEMPTS; attempt += 1) {
      await vi.waitFor(() => expect(rows().get(here)?.attempts).toBe(attempt));
      expect(afterPull.warnings(here)).toEqual([expect.stringContaining("It is tried again.")]);
      await afterPull.settled();
      clock.advance(15 * 60_000 * 1.25);
    }
    await vi.waitFor(() => expect(rows().get(here)?.state).toBe("dead"));
    await afterPull.settled();
    expect(await runs()).toHaveLength(MOST_ATTEMPTS);
    expect(afterPull.warnings(here)).toEqual([
      "hookline.afterPull failed 8 times (it ended with code 1: no space). `hookline sync` tries it again.",
    ]);
    clock.advance(24 * 3_600_000);
    await afterPull.settled();
    expect(await runs()).toHaveLength(MOST_ATTEMPTS);

    await command(note());
    afterPull.due(here, took("2", "3"));
    expect(afterPull.warnings(here)).toEqual([]);
    await afterPull.settled();
    expect((await runs()).at(-1)).toBe("1 3");
    expect(rows().size).toBe(0);
  });

  test("that was given up runs again when a person asks", async () => {
    new AfterPullTable(store).save(here, {
      ...took("1", "2"),
      state: "dead",
      attempts: 8,
      runAt: 0,
      problem: "x",
    });
    await command(note());
    afterPull = open();
    afterPull.resume([here]);
    expect(await runs()).toEqual([]);
    afterPull.retryNow(here);
    await afterPull.settled();
    expect(await runs()).toEqual(["1 2"]);
  });

  test("of the repository waits until it is trusted", async () => {
    await scratch.git(here, "config", "hookline.afterPull", `sh -c '${note()}'`);
    afterPull.due(here, took("1", "2"));
    await afterPull.settled();
    expect(await runs()).toEqual([]);
    expect(rows().get(here)?.state).toBe("held");
    await scratch.git(here, "config", "--unset", "hookline.afterPull");
    await command(note());
    afterPull.settingsChanged();
    await afterPull.settled();
    expect(await runs()).toEqual(["1 2"]);
  });

  test("is dropped where there is none, and with its repository", async () => {
    afterPull.due(here, took("1", "2"));
    await afterPull.settled();
    expect(rows().size).toBe(0);
    await command("exit 1");
    afterPull.due(here, took("1", "2"));
    await afterPull.forget(here);
    expect(rows().size).toBe(0);
  });

  test("fails like a command where the folder is gone", async () => {
    const gone = scratch.path("gone");
    afterPull.due(gone, took("1", "2"));
    await afterPull.settled();
    expect(rows().get(gone)).toMatchObject({ state: "ready", attempts: 1 });
  });

  test("runs in the repository", async () => {
    await command(`pwd > ${scratch.path("where")}`);
    afterPull.due(here, took("1", "2"));
    await afterPull.settled();
    expect(await readFile(join(scratch.path("where")), "utf8")).toBe(`${here}\n`);
  });
});
