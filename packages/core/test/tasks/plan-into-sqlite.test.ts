import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import type { RepositoryPlace } from "../../src/git/locate.ts";
import { CursorTable } from "../../src/tasks/cursor-table.ts";
import { TaskPlanner } from "../../src/tasks/task-planner.ts";
import { aJobQueue } from "../queue/a-job-queue.ts";
import { aTask, brokenDisk, makePlannerScratch, type PlannerScratch } from "./a-planner.ts";

let scratch: PlannerScratch;
let here: AbsolutePath;
let place: RepositoryPlace;

beforeEach(async () => {
  scratch = await makePlannerScratch();
  here = await scratch.clone(await scratch.remote(), "here");
  place = await scratch.place(here);
});

/** A planner before a real queue, which takes in so many chunks and then fails. */
function aPlanner(opened: ReturnType<typeof aJobQueue>, chunks = Number.POSITIVE_INFINITY) {
  let left = chunks;
  return new TaskPlanner({
    door: scratch.door,
    clock: opened.clock,
    cursors: new CursorTable(opened.store),
    log: scratch.door.log,
    matches: () => () => true,
    tasksOf: async () => [aTask()],
    queue: {
      async enqueue(jobs) {
        left -= 1;
        if (left < 0) throw brokenDisk();
        return opened.queue.enqueue(jobs);
      },
    },
  });
}

async function commitMany(files: number, text: string): Promise<void> {
  const names = Array.from({ length: files }, (_, at) => join(here, `f${at}`));
  await Promise.all(names.map((name) => writeFile(name, text)));
  await scratch.git(here, "add", "--all");
  await scratch.git(here, "commit", "--quiet", "-m", text);
}

test("an end in the middle of 1,300 files: the next agent queues all of them, and none twice", async () => {
  const opened = aJobQueue();
  await aPlanner(opened).plan(here, place);
  await commitMany(1300, "one");
  expect(await aPlanner(opened, 2).plan(here, place)).toEqual([]);
  expect((await opened.queue.counts()).queued).toBe(1000);
  expect(await aPlanner(opened).plan(here, place)).toMatchObject([{ files: 1300 }]);
  expect((await opened.queue.counts()).queued).toBe(1300);
  expect(await aPlanner(opened).plan(here, place)).toEqual([]);
});

test("a burst of commits is one job for a file, with the newest content, after the delay", async () => {
  const opened = aJobQueue();
  const planner = aPlanner(opened);
  await planner.plan(here, place);
  const begin = opened.clock.now();
  for (const text of ["one", "two", "three"]) {
    opened.clock.advance(1000);
    await scratch.commit(here, "a", text);
    await planner.plan(here, place);
  }
  const jobs = await opened.queue.list({}, { most: 10 });
  expect(jobs).toMatchObject([
    {
      payload: { path: "a", blob: await scratch.git(here, "rev-parse", "HEAD:a") },
      // The first change sets the time: a file that changes all day is run all the same.
      runAt: begin + 1000 + 300_000,
    },
  ]);
});
