import type { JobView } from "@hookline/core/client";
import { aJob, aResult, aTaskFailure, at } from "@hookline/core/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { aQueueAgent, type QueueWorld } from "./a-queue-agent.ts";

let world: QueueWorld;
beforeEach(async () => {
  world = await aQueueAgent();
});
afterEach(() => world.end());

/** Puts jobs of the run into the queue. */
function queue(...files: readonly string[]): void {
  for (const file of files) {
    const id = `${world.jobs.length + 1}`;
    world.jobs.push(aJob({ id, file, repository: world.repository }));
  }
}

/** Brings the job of a file to another state. */
function move(file: string, differs: Partial<JobView>): void {
  const index = world.jobs.findIndex((job) => job.file === file);
  const job = world.jobs[index];
  if (job !== undefined) world.jobs[index] = { ...job, ...differs };
}

const done = { state: "done", outcome: "ran", startedAt: at(1), finishedAt: at(3) } as const;
const dead = { state: "dead", failure: aTaskFailure, finishedAt: at(3) } as const;

/** Has something happen at each look at the run. */
function atEachLook(...steps: readonly (() => void)[]): void {
  const left = [...steps];
  world.onJobs = () => {
    // A look begins with the counts.
    if (world.asked.jobs.at(-1)?.most === 0) left.shift()?.();
  };
}

test("a run is followed to its end, a line a file", async () => {
  queue("a", "b", "c");
  atEachLook(
    () => move("b", { state: "running" }),
    () => move("b", done),
    () => (move("a", { ...done, outcome: "already" }), move("c", done)),
  );
  const { code, lines } = await world.hookline("task", "run", "document");
  expect(code).toBe(0);
  expect(lines).toEqual([
    "✓ b: done in 2 s",
    "✓ a: had been done before",
    "✓ c: done in 2 s",
    expect.stringMatching(/^✓ document: 3 files done in .* \(1 had been done before\)\.$/),
  ]);
  expect(world.asked.runs).toEqual([
    { repository: world.repository, task: "document", files: { kind: "queued" }, again: false },
  ]);
});

test.each([
  [["--all"], { kind: "all" }, false],
  [["--since", "v1.0", "--again"], { kind: "since", revision: "v1.0" }, true],
] as const)("%j asks for other files", async (options, files, again) => {
  await world.hookline("task", "run", "document", ...options);
  expect(world.asked.runs).toMatchObject([{ files, again }]);
});

test("what failed for good is named with its reason, and the exit code says so", async () => {
  queue("a", "b");
  atEachLook(() => (move("a", done), move("b", dead)));
  const { code, lines } = await world.hookline("task", "run", "document");
  expect(code).toBe(1);
  expect(lines.slice(-3)).toEqual([
    "✗ document: 1 of 2 files done, 1 failed.",
    "  ✗ b: it ended with code 3: no such model",
    "    → `hookline queue show 2`",
  ]);
});

test("what is tried again later is not waited for", async () => {
  queue("a");
  const runAt = new Date(Date.now() + 3_600_000).toISOString();
  atEachLook(() => move("a", { state: "retrying", attempts: 1, runAt, failure: aTaskFailure }));
  const { code, lines } = await world.hookline("task", "run", "document");
  expect(code).toBe(2);
  expect(lines.at(-1)).toBe("  ! a: it ended with code 3: no such model (attempt 2 in 60 min)");
});

test("what a person retries meanwhile is told as it ends", async () => {
  const others = Array.from({ length: 200 }, (_, index) => `f${index}`);
  queue("a", ...others);
  const all = (differs: Partial<JobView>): void => {
    for (const file of others) move(file, differs);
  };
  atEachLook(
    () => (move("a", dead), all({ state: "running" })),
    () => (move("a", { state: "running", finishedAt: null, failure: null }), all(done)),
    () => move("a", done),
  );
  const { code, json } = await world.hookline("task", "run", "document", "--json");
  expect(code).toBe(0);
  expect(JSON.stringify(json)).not.toContain('"state":"dead"');
});

test("programs get one object", async () => {
  queue("a", "b");
  atEachLook(() => (move("a", done), move("b", dead)));
  const { code, json } = await world.hookline("task", "run", "document", "--json");
  expect(code).toBe(1);
  expect(json).toMatchObject({
    repository: world.repository,
    task: "document",
    run: "r1",
    files: 2,
    end: "ended",
    counts: { done: 1, dead: 1 },
    jobs: [{ file: "b" }, { file: "a" }],
  });
});

test("a run of hundreds is told whole, whatever order it ends in", async () => {
  queue(...Array.from({ length: 700 }, (_, index) => `f${index}`));
  atEachLook(
    () => world.jobs.forEach(({ file }, index) => index % 3 === 0 && file && move(file, done)),
    () => world.jobs.forEach(({ file }) => file && move(file, done)),
  );
  const { lines } = await world.hookline("task", "run", "document");
  expect(new Set(lines).size).toBe(701);
  expect(lines).toHaveLength(701);
});

test("nothing runs while tasks are paused, and nobody waits for it", async () => {
  queue("a");
  world.paused = true;
  const { code, lines } = await world.hookline("task", "run", "document");
  expect(code).toBe(2);
  expect(lines).toEqual([
    "! document: 0 of 1 file done, 1 to do.",
    "  → Tasks are paused. `hookline queue resume` lets it go on.",
  ]);
});

test("an agent that is started anew in between goes on with the run", async () => {
  queue("a");
  let away = false;
  atEachLook(
    () => undefined,
    () => {
      away = true;
      void world.stopAgent().then(() => {
        move("a", done);
        return world.startAgent();
      });
    },
  );
  const { code, lines } = await world.hookline("task", "run", "document");
  expect([away, code, lines[0]]).toEqual([true, 0, "✓ a: done in 2 s"]);
});

test("an agent that ends for good leaves the rest in the queue, which is said", async () => {
  queue("a", "b");
  atEachLook(
    () => move("a", done),
    () => void world.stopAgent(),
  );
  const { code, lines } = await world.hookline("task", "run", "document");
  expect(code).toBe(2);
  expect(lines.slice(-2)).toEqual([
    "! document: 1 of 2 files done, 1 to do.",
    "  → The agent has ended. The next one goes on with document: `hookline start --detach`.",
  ]);
});

test("an interrupted run goes on, and says how to end it", async () => {
  queue("a");
  atEachLook(
    () => undefined,
    () => process.emit("SIGINT"),
  );
  const { code, lines } = await world.hookline("task", "run", "document");
  expect(code).toBe(130);
  expect(lines).toEqual([
    "",
    "document goes on in the background: `hookline queue` shows it, `hookline queue cancel --all --task document` ends it.",
  ]);
});

test("in the background, nobody waits", async () => {
  queue("a", "b");
  const { code, lines } = await world.hookline("task", "run", "document", "--background");
  expect(code).toBe(0);
  expect(lines).toEqual([
    "✓ document: 2 files in the queue. See `hookline queue --task document`.",
  ]);
});

test("a run of nothing says what else there is", async () => {
  expect((await world.hookline("task", "run", "document")).lines).toEqual([
    "Nothing is queued for document. `hookline task run document --all` runs it for every file.",
  ]);
});

test("results are listed with the first line of what was printed", async () => {
  for (let id = 1; id <= 7; id += 1) world.results.push(aResult({ id, file: `f${id}` }));
  world.results.push(
    aResult({
      id: 8,
      file: "bad\u001b[2J",
      succeeded: false,
      ending: "it ended with code 3",
      stdout: "",
    }),
  );
  const { code, lines } = await world.hookline("task", "results", "-n", "5");
  expect(code).toBe(0);
  expect(lines).toHaveLength(9);
  expect(lines[0]).toMatch(
    /^✗ bad\ufffd\[2J {2}document {2}.* ago, took 2 s: it ended with code 3$/,
  );
  expect(lines.slice(1, 3)).toEqual([expect.stringMatching(/^✓ f7 /), "    # The retry policy"]);
  // Whole outputs are long: few travel at once.
  expect(Math.max(...world.asked.results.map(({ most }) => most))).toBeLessThan(5);
});

test("of one file the newest run is shown whole, wherever one stands", async () => {
  world.results.push(aResult({ id: 1, file: "src/a.ts" }), aResult({ id: 2, file: "src/a.ts" }));
  const { lines } = await world.hookline("task", "results", "--file", "src/../src/a.ts");
  expect(lines.slice(2)).toEqual([
    "",
    "# The retry policy",
    "",
    "It doubles.",
    "",
    "1 older run of this file: `-n 2`",
  ]);
  const elsewhere = await world.hookline("task", "results", "--file", "../a.ts");
  expect(elsewhere.code).toBe(64);
});

test("a search shows where the words stand, and finding nothing is no failure", async () => {
  world.results.push(aResult({ snippet: "# The \ue000retry\ue001\n\ue000policy\ue001 …" }));
  const found = await world.hookline("task", "search", "retry", "policy");
  expect(found.lines[1]).toBe("    # The retry policy …");
  expect(world.asked.results).toMatchObject([{ query: "retry policy", most: 20, output: false }]);
  world.results.length = 0;
  const none = await world.hookline("task", "search", "gone\u0007");
  expect([none.code, none.lines]).toEqual([0, ["Nothing that tasks printed has gone\ufffd."]]);
});

test("without an agent, nothing can go on in the background", async () => {
  await world.stopAgent();
  const { code, troubles } = await world.hookline("task", "run", "document", "--background");
  expect(code).toBe(1);
  expect(troubles[0]).toContain("No agent is running");
});
