import { mkdir, writeFile } from "node:fs/promises";
import { aJob, aLook, aResult, aTaskFailure } from "@hookline/core/testing";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { aQueueAgent, type QueueWorld } from "./a-queue-agent.ts";

let world: QueueWorld;
beforeEach(async () => {
  world = await aQueueAgent();
});
afterEach(() => world.end());

const here = (differs: Parameters<typeof aJob>[0] = {}) =>
  aJob({ repository: world.repository, ...differs });

test("the queue of the current repository is listed, each state by itself", async () => {
  world.jobs.push(
    here({ id: "1", state: "dead", failure: aTaskFailure, finishedAt: "2026-01-01T00:00:00.000Z" }),
    aJob({ id: "2", repository: "/elsewhere" }),
    ...Array.from({ length: 50 }, (_, index) => here({ id: `${index + 10}`, file: `f${index}` })),
    here({ id: "99", state: "done", outcome: "ran" }),
  );
  const { code, lines } = await world.hookline("queue", "-n", "3");
  expect(code).toBe(1);
  expect(lines.slice(0, 6)).toEqual([
    "Waiting",
    "  ○ #59  document  f49  in its turn",
    "  ○ #58  document  f48  in its turn",
    "  ○ #57  document  f47  in its turn",
    "  … and 47 more: `hookline queue -n 50`",
    "",
  ]);
  expect(lines.join("\n")).not.toMatch(/#2 |#99 /);
  expect(world.asked.jobs.every(({ repository }) => repository === world.repository)).toBe(true);
});

test("programs get the same jobs, more of them, and all repositories where that is asked for", async () => {
  world.jobs.push(here({ id: "1" }), aJob({ id: "2", repository: "/elsewhere" }));
  const { code, json } = await world.hookline("queue", "--all", "--json");
  expect(code).toBe(0);
  expect(json).toMatchObject({
    repository: null,
    jobs: [{ id: "2" }, { id: "1" }],
    counts: { queued: 2 },
    paused: false,
  });
});

test("more jobs than one reply carries are read page by page", async () => {
  world.jobs.push(...Array.from({ length: 2500 }, (_, index) => here({ id: `${index}` })));
  const { json } = await world.hookline("queue", "--json", "-n", "2400");
  const ids = JSON.stringify(json).match(/"id":"\d+"/g);
  expect([ids?.length, new Set(ids).size]).toEqual([2400, 2400]);
});

test("a filter that fits nothing says so", async () => {
  world.jobs.push(here());
  expect((await world.hookline("queue", "--failed")).lines).toEqual([
    "No job is retrying or dead.",
    "1 waiting.",
  ]);
});

test("the queue is watched until the agent ends, one line a change", async () => {
  world.jobs.push(here({ id: "1" }));
  const watching = world.hookline("queue", "--watch", "--json");
  await vi.waitFor(() => expect(world.asked.jobs.length).toBeGreaterThan(1));
  world.jobs.push(here({ id: "2" }));
  const before = world.asked.jobs.length;
  world.publish();
  await vi.waitFor(() => expect(world.asked.jobs.length).toBeGreaterThan(before + 1));
  await world.stopAgent();
  const { code, lines } = await watching;
  expect(code).toBe(0);
  expect(lines.map((line) => line.match(/"id":"\d"/g))).toEqual([
    ['"id":"1"'],
    ['"id":"2"', '"id":"1"'],
  ]);
});

test("everything of a job is shown, with what its last run printed", async () => {
  world.jobs.push(here({ id: "7" }));
  world.results.push(aResult({ id: 1, attempt: 1 }), aResult({ id: 2, attempt: 2 }));
  const { code, lines } = await world.hookline("queue", "show", "#7");
  expect(code).toBe(0);
  expect(lines[0]).toBe("○ #7  document  src/a.ts");
  expect(lines.join("\n")).toContain("Attempt 2, ");
  expect(lines).toContain("    # The retry policy");
  const { json } = await world.hookline("queue", "show", "7", "--json");
  expect(json).toMatchObject({ job: { id: "7" }, result: { id: 2 } });
});

test("a job that is none is named", async () => {
  const { code, troubles } = await world.hookline("queue", "show", "404");
  expect(code).toBe(1);
  expect(troubles[0]).toBe("✗ There is no job #404.");
});

test("jobs are retried by their ids, and those for which it cannot be are named", async () => {
  world.jobs.push(here({ id: "1", state: "dead" }), here({ id: "2", state: "done" }));
  world.unfit = ["2", "404"];
  const { code, lines, troubles } = await world.hookline("queue", "retry", "#1", "2", "404");
  expect(code).toBe(1);
  expect(world.asked.acts).toEqual([
    { action: "retry", ids: ["1", "2", "404"], repository: null, task: null, run: null },
  ]);
  expect(lines).toEqual(["✓ Queued 1 job again."]);
  expect(troubles).toEqual(["✗ #2 is done, so it cannot be retried.", "✗ There is no job #404."]);
});

test("a sync cannot be cancelled, and nothing claims that something was", async () => {
  world.jobs.push(aLook());
  world.unfit = ["look-3"];
  const { code, lines, troubles } = await world.hookline("queue", "cancel", "look-3");
  expect([code, lines]).toEqual([1, []]);
  expect(troubles).toEqual([
    "✗ look-3 is a sync, which cannot be cancelled; `hookline pause` stops syncing.",
  ]);
});

test("all that fit are those of the current repository", async () => {
  world.jobs.push(here());
  const { code } = await world.hookline("queue", "cancel", "--all", "--task", "document");
  expect(code).toBe(0);
  expect(world.asked.acts).toEqual([
    { action: "cancel", ids: null, repository: world.repository, task: "document", run: null },
  ]);
});

test("nothing is discarded in bulk while nobody is there to be asked", async () => {
  world.jobs.push(here({ state: "dead" }));
  const refused = await world.hookline("queue", "discard", "--all");
  expect([refused.code, world.asked.acts]).toEqual([64, []]);
  expect(refused.troubles[0]).toContain("Nobody is there to be asked whether to discard 1 job.");
  const sure = await world.hookline("queue", "discard", "--all", "--yes");
  expect([sure.code, sure.lines]).toEqual([0, ["✓ Discarded 1 job."]]);
});

test("more ids than one request carries go in several", async () => {
  const ids = Array.from({ length: 1500 }, (_, index) => `${index + 1}`);
  const { lines } = await world.hookline("queue", "retry", ...ids);
  expect(world.asked.acts.map((act) => act.ids?.length)).toEqual([1000, 500]);
  expect(lines).toEqual(["✓ Queued 1500 jobs again."]);
});

test("a pause is written into the user's own settings, and taken back", async () => {
  const set = (): Promise<string> =>
    world.scratch
      .git(world.scratch.root, "config", "--global", "--get", "hookline.tasks")
      .catch(() => "(unset)");
  expect((await world.hookline("queue", "pause")).code).toBe(0);
  expect(await set()).toBe("false");
  expect((await world.hookline("queue", "resume")).lines).toEqual(["✓ Tasks run again."]);
  expect(await set()).toBe("(unset)");
  expect((await world.hookline("queue", "pause", "--json")).json).toEqual({ paused: true });
});

test("a wider file that lets no task run is outvoted", async () => {
  await mkdir(world.scratch.path("home", ".config", "git"), { recursive: true });
  await writeFile(
    world.scratch.path("home", ".config", "git", "config"),
    "[hookline]\n\ttasks = false\n",
  );
  await world.hookline("queue", "resume");
  const { git, root } = world.scratch;
  expect(await git(root, "config", "--get", "hookline.tasks")).toBe("true");
});

test("without an agent the queue is read where it lies, and an empty one is no trouble", async () => {
  await world.stopAgent();
  const { code, lines } = await world.hookline("queue");
  expect([code, lines[0]]).toEqual([0, "Nothing runs and nothing waits."]);
  expect((await world.hookline("queue", "retry", "--all")).lines).toEqual([
    "✓ No job failed, so there is nothing to retry.",
  ]);
  expect((await world.hookline("queue", "show", "1")).code).toBe(1);
  expect((await world.hookline("task", "results")).code).toBe(0);
});
