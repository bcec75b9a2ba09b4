import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { toText } from "../../src/git/path-bytes.ts";
import { aTask, jobsIn, makePlannerScratch, type PlannerScratch } from "./a-planner.ts";

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

describe("a reflog that is not what it was", () => {
  test("expired, with new commits since", async () => {
    await commit("a");
    await planAnew();
    await git("reflog", "expire", "--expire=now", "HEAD");
    await commit("b");
    await commit("c");
    expect(await planAnew()).toEqual(["b", "c"]);
    expect(await planAnew()).toEqual([]);
  });

  test("expired, without", async () => {
    await commit("a");
    await planAnew();
    await git("reflog", "expire", "--expire=now", "HEAD");
    expect(await planAnew()).toEqual([]);
    await commit("b");
    expect(await planAnew()).toEqual(["b"]);
  });

  test("the cursor's line alone has gone: what is as new as it counts, what is older does not", async () => {
    const at = (seconds: number) => `${seconds} +0000`;
    await planAnew();
    await git("config", "user.name", "Somebody else");
    await writeFile(reflog(), "");
    const entries: string[] = [];
    let before = await git("rev-parse", "HEAD");
    for (const [file, seconds] of [
      ["old", 1_000_000_000],
      ["seen", 2_000_000_000],
      ["new", 2_000_000_001],
    ] as const) {
      const made = await commit(file);
      entries.push(`${before} ${made} T <t> ${at(seconds)}\tcommit: ${file}`);
      before = made;
    }
    const [old, seen, newer] = entries;
    await writeFile(reflog(), `${old}\n${newer}\n`);
    scratch.cursors.save(here, { commit: null, entry: seen ?? "" });
    expect(await planAnew()).toEqual(["new"]);
  });

  test("none at all, since ever: that HEAD moved is one commit", async () => {
    await git("config", "core.logAllRefUpdates", "false");
    await rm(join(here, ".git", "logs"), { recursive: true });
    expect(await planAnew()).toEqual([]);
    await commit("a");
    await commit("b");
    expect(await planAnew()).toEqual(["a", "b"]);
    expect(await planAnew()).toEqual([]);
    await commit("c");
    await git("config", "core.logAllRefUpdates", "true");
    await commit("d");
    expect(await planAnew()).toEqual(["c", "d"]);
    await rm(join(here, ".git", "logs"), { recursive: true });
    expect(await planAnew()).toEqual([]);
  });

  test("no commit and no reflog, then the first commit without one", async () => {
    const fresh = scratch.path("fresh");
    await scratch.git(scratch.root, "init", "--quiet", fresh);
    await scratch.git(fresh, "config", "core.logAllRefUpdates", "false");
    expect(await scratch.plan(fresh)).toEqual([]);
    await scratch.commit(fresh, "a");
    expect(await scratch.plan(fresh)).toEqual(["document commit a"]);
  });

  test("more than is ever read is told of, and the newest of it is queued", async () => {
    await planAnew();
    const before = await git("rev-parse", "HEAD");
    const head = await commit("a");
    const person = "Test <test@example.org> 2000000000 +0000";
    const there = `${before} ${head} ${person}\tcommit: a\n`;
    const back = `${head} ${before} ${person}\trevert: a\n`;
    await writeFile(reflog(), `${`${there}${back}`.repeat(6000)}${there}`);
    await commit("b");
    expect(await planAnew()).toEqual(["a", "b"]);
    expect(told("task.history-cut")).toEqual([
      { event: "task.history-cut", fields: { repository: here, entries: 10_000 } },
    ]);
  });
});
