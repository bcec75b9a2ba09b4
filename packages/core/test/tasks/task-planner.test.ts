import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { fromGit, toText } from "../../src/git/path-bytes.ts";
import { aTask, jobsIn, makePlannerScratch, type PlannerScratch } from "./a-planner.ts";

let scratch: PlannerScratch;
let here: AbsolutePath;

const git = (...args: string[]) => scratch.git(here, ...args);
const commit = (file: string, text?: string) => scratch.commit(here, file, text);
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

describe("from when on", () => {
  test("what was committed before anybody asked is nobody's task", async () => {
    await commit("a");
    expect(await planAnew()).toEqual([]);
    await commit("b");
    expect(await planAnew()).toEqual(["b"]);
    expect(await planAnew()).toEqual([]);
  });

  test("without tasks nothing is written and nothing compared; a task sees what comes after it", async () => {
    scratch.tasks.length = 0;
    const planner = scratch.planner();
    const place = await scratch.place(here);
    const { PATH: programs } = scratch.door.env;
    for (const file of ["a", "b"]) {
      // Whoever asked git now would find none.
      scratch.door.env["PATH"] = "/nonexistent";
      await planner.plan(here, place);
      scratch.door.env["PATH"] = programs;
      await commit(file);
    }
    await planner.plan(here, place);
    expect(scratch.cursors.load(here)).toBeUndefined();
    expect(told("task.not-planned")).toEqual([]);
    scratch.tasks.push(aTask());
    await planner.plan(here, place);
    await commit("c");
    expect(await planner.plan(here, place)).toEqual([
      { task: "document", mode: "auto", on: "commit", files: 1 },
    ]);
    expect(jobsIn(scratch.queue).map(({ path }) => path)).toEqual(["c"]);
  });

  test("a task that was added, and then the agent was away for the first commit", async () => {
    scratch.tasks.length = 0;
    const planner = scratch.planner();
    const place = await scratch.place(here);
    await planner.plan(here, place);
    scratch.tasks.push(aTask());
    planner.settingsChanged();
    await planner.plan(here, place);
    await commit("a");
    expect(await planAnew()).toEqual(["a"]);
  });

  test("where the last task went, old commits are not processed when one comes again", async () => {
    await planAnew();
    expect(scratch.cursors.load(here)).toBeDefined();
    scratch.tasks.length = 0;
    await commit("a");
    await planAnew();
    expect(scratch.cursors.load(here)).toBeUndefined();
    scratch.tasks.push(aTask());
    expect(await planAnew()).toEqual([]);
  });

  test("a repository that was forgotten begins anew", async () => {
    const planner = scratch.planner();
    await planner.plan(here, await scratch.place(here));
    await commit("a");
    await planner.forget(here);
    expect(scratch.cursors.load(here)).toBeUndefined();
    expect(await planner.plan(here, await scratch.place(here))).toEqual([]);
  });
});

describe("what it costs", () => {
  test("where HEAD did not move, neither git nor the tasks are asked", async () => {
    const planner = scratch.planner();
    const place = await scratch.place(here);
    await planner.plan(here, place);
    const asked = scratch.asked();
    // Whoever asked git now would find none.
    const env = { ...scratch.door.env };
    delete scratch.door.env["PATH"];
    expect(await planner.plan(here, place)).toEqual([]);
    Object.assign(scratch.door.env, env);
    expect(scratch.asked()).toBe(asked);
    expect(told("git.failed")).toEqual([]);
  });

  test("5,000 files are queued in chunks, and others have their turn in between", async () => {
    const planner = scratch.planner();
    const place = await scratch.place(here);
    await planner.plan(here, place);
    const names = Array.from({ length: 5000 }, (_, at) => `f${String(at).padStart(4, "0")}`);
    await Promise.all(names.map((name) => writeFile(join(here, name), name)));
    await git("add", "--all");
    await git("commit", "--quiet", "-m", "many");
    let turns = 0;
    const turn = (): void => {
      turns += 1;
      immediate = setImmediate(turn);
    };
    let immediate = setImmediate(turn);
    scratch.queue.before = () => void (turns = 0);
    scratch.queue.waiting.clear();
    const queued = await planner.plan(here, place);
    clearImmediate(immediate);
    expect(queued).toEqual([{ task: "document", mode: "auto", on: "commit", files: 5000 }]);
    expect(jobsIn(scratch.queue).map(({ path }) => path)).toEqual(names);
    expect(Math.max(...scratch.queue.chunks)).toBeLessThanOrEqual(500);
    expect(turns).toBeGreaterThan(0);
  });

  test("an agent that was away for many commits reads them from end to end", async () => {
    await planAnew();
    for (let at = 0; at < 100; at += 1) await commit(`f${at % 7}`, `${at}\n`);
    expect(await planAnew()).toEqual(["f0", "f1", "f2", "f3", "f4", "f5", "f6"]);
    const [first] = jobsIn(scratch.queue);
    expect(first?.blob).toBe(await git("rev-parse", "HEAD:f0"));
  });

  test("and of each branch alone, where there were several", async () => {
    await planAnew();
    await git("switch", "--quiet", "-c", "side");
    for (let at = 0; at < 35; at += 1) await commit("of-side", `${at}\n`);
    await git("switch", "--quiet", "main");
    for (let at = 0; at < 35; at += 1) await commit("of-main", `${at}\n`);
    expect(await planAnew()).toEqual(["of-main", "of-side"]);
  });
});

test("file names with anything in them come through as they are", async () => {
  const names = [
    "a\nb",
    `"quoted" 'twice'`,
    "-rf",
    " space ",
    "tab\there",
    "$(touch x)",
    "ü",
    "\\",
  ];
  await planAnew();
  await Promise.all(names.map((name) => writeFile(join(here, name), name)));
  const invalid = Buffer.from([0x66, 0xff, 0xfe]);
  await writeFile(Buffer.concat([Buffer.from(`${here}/`), invalid]), "invalid");
  await git("add", "--all");
  await git("commit", "--quiet", "-m", "names");
  await planAnew();
  const paths = jobsIn(scratch.queue).map(({ path }) => path);
  const expected = [...names.map((name) => Buffer.from(name)), invalid].map((name) =>
    fromGit(name.toString("latin1")),
  );
  expect(paths.toSorted()).toEqual(expected.toSorted());
});

test("manual tasks wait for a person, and each task has its own jobs", async () => {
  scratch.tasks.push(aTask({ name: "by-hand", mode: "manual", include: [".ts"] }));
  const planner = scratch.planner();
  const place = await scratch.place(here);
  await planner.plan(here, place);
  await commit("a.ts");
  await commit("b.md");
  expect(await planner.plan(here, place)).toEqual([
    { task: "document", mode: "auto", on: "commit", files: 2 },
    { task: "by-hand", mode: "manual", on: "commit", files: 1 },
  ]);
  expect([...scratch.queue.waiting.values()].map(({ kind, runAt }) => [kind, runAt])).toEqual([
    ["document", 301_000],
    ["by-hand", null],
    ["document", 301_000],
  ]);
  expect(told("task.queued")).toHaveLength(2);
});
