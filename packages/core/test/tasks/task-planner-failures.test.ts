import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { toText } from "../../src/git/path-bytes.ts";
import { aTask, brokenDisk, jobsIn, makePlannerScratch, type PlannerScratch } from "./a-planner.ts";

let scratch: PlannerScratch;
let here: AbsolutePath;

const git = (...args: string[]) => scratch.git(here, ...args);
const commit = (file: string, text?: string) => scratch.commit(here, file, text);
const reflog = () => join(here, ".git", "logs", "HEAD");
const told = (event: string) => scratch.events.filter((one) => one.event === event);

/** Plans with a planner that remembers nothing; tells the files in the queue. */
async function planAnew(): Promise<readonly string[]> {
  scratch.queue.waiting.clear();
  await scratch.planner().plan(here, await scratch.place(here));
  return jobsIn(scratch.queue).map(({ path }) => toText(path));
}

beforeEach(async () => {
  scratch = await makePlannerScratch([aTask()]);
  here = await scratch.clone(await scratch.remote(), "here");
});

describe("what went wrong", () => {
  test("a crash between the queue and the cursor queues the same again, under the same keys", async () => {
    await planAnew();
    await commit("a");
    const before = scratch.cursors.load(here);
    expect(await planAnew()).toEqual(["a"]);
    const keys = [...scratch.queue.waiting.keys()];
    if (before) scratch.cursors.save(here, before);
    expect(await planAnew()).toEqual(["a"]);
    expect([...scratch.queue.waiting.keys()]).toEqual(keys);
  });

  test("a queue that takes nothing is told of, and everything is queued the next time", async () => {
    const planner = scratch.planner();
    const place = await scratch.place(here);
    await planner.plan(here, place);
    await commit("a");
    scratch.queue.before = () => {
      throw brokenDisk();
    };
    expect(await planner.plan(here, place)).toEqual([]);
    expect(told("store.failed")).toHaveLength(1);
    scratch.queue.before = () => undefined;
    expect(await planner.plan(here, place)).toMatchObject([{ files: 1 }]);
  });

  test("a git that does not start is told of, and everything is queued the next time", async () => {
    const planner = scratch.planner();
    const place = await scratch.place(here);
    await planner.plan(here, place);
    await commit("a");
    const { PATH: programs } = scratch.door.env;
    scratch.door.env["PATH"] = "/nonexistent";
    expect(await planner.plan(here, place)).toEqual([]);
    expect(told("task.not-planned")).toHaveLength(1);
    expect(told("task.commit-gone")).toEqual([]);
    scratch.door.env["PATH"] = programs;
    expect(await planner.plan(here, place)).toMatchObject([{ files: 1 }]);
  });

  test("tasks that cannot be read end no look", async () => {
    const planner = scratch.planner();
    const place = await scratch.place(here);
    await planner.plan(here, place);
    await commit("a");
    scratch.queue.before = () => {
      throw new Error("unexpected");
    };
    expect(await planner.plan(here, place)).toEqual([]);
    expect(told("fault.unexpected")).toHaveLength(1);
  });

  test("calls at the same time queue everything once", async () => {
    const planner = scratch.planner();
    const place = await scratch.place(here);
    await planner.plan(here, place);
    await commit("a");
    scratch.queue.chunks.length = 0;
    const all = await Promise.all([1, 2, 3].map(() => planner.plan(here, place)));
    expect(all.flat()).toHaveLength(1);
    expect(scratch.queue.chunks).toEqual([1]);
  });

  test("half a line of the reflog is no reason to miss the commit, nor to see it twice", async () => {
    await planAnew();
    await commit("a");
    const whole = await readFile(reflog());
    await writeFile(reflog(), whole.subarray(0, whole.length - 5));
    expect(await planAnew()).toEqual([]);
    await writeFile(reflog(), whole);
    expect(await planAnew()).toEqual(["a"]);
    expect(await planAnew()).toEqual([]);
  });

  test("a commit that is gone is passed over", async () => {
    await planAnew();
    await commit("a");
    await commit("b");
    const gone = "1".repeat(40);
    const head = await git("rev-parse", "HEAD");
    const person = "Test <test@example.org> 2000000000 +0000";
    await appendFile(
      reflog(),
      `${head} ${gone} ${person}\tcommit: x\n${gone} ${head} ${person}\tcommit: y\n`,
    );
    expect(await planAnew()).toEqual(["a", "b"]);
    expect(told("task.commit-gone")).toHaveLength(2);
    await commit("c");
    expect(await planAnew()).toEqual(["c"]);
  });

  test("of many commits, those that are gone take no others with them", async () => {
    await planAnew();
    const before = await git("rev-parse", "HEAD");
    await commit("a");
    const head = await git("rev-parse", "HEAD");
    const gone = "1".repeat(40);
    const person = "Test <test@example.org> 2000000000 +0000";
    const around = [
      `${head} ${gone} ${person}\tcommit: x\n${gone} ${before} ${person}\tcommit: y\n`,
      `${before} ${head} ${person}\tcommit: z\n`,
    ].join("");
    await appendFile(reflog(), around.repeat(30));
    await appendFile(reflog(), `${head} ${gone} ${person}\tcommit: last\n`);
    expect(await planAnew()).toEqual(["a"]);
  });
});
