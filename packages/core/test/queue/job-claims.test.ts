import { expect, test } from "vitest";
import { z } from "zod";
import type { ClaimRequest } from "../../src/queue/job-queue.ts";
import { aJob, aJobQueue, aRequest } from "./a-job-queue.ts";

type Opened = ReturnType<typeof aJobQueue>;

async function lanesOf({ queue }: Opened, claims: number, differs: Partial<ClaimRequest> = {}) {
  const lanes: string[] = [];
  for (let count = 0; count < claims; count += 1) {
    const [leased] = await queue.claim(aRequest(differs));
    if (leased !== undefined) lanes.push(leased.lane);
  }
  return lanes;
}

test("a thousand lanes have had one turn each before any has its second", async () => {
  const opened = aJobQueue();
  const lanes = Array.from({ length: 1000 }, (_none, index) => `lane ${index}`);
  const full = Array.from({ length: 5000 }, () => aJob({ lane: "lane 7" }));
  await opened.queue.enqueue([...full, ...lanes.map((lane) => aJob({ lane }))]);
  const first = await lanesOf(opened, 1000);
  expect(first.toSorted()).toEqual(lanes.toSorted());
  expect(await lanesOf(opened, 2)).toEqual(["lane 7", "lane 7"]);
});

test("lanes of different kinds take turns with each other", async () => {
  const opened = aJobQueue();
  const jobs = ["c", "a", "b", "a"].map((lane, index) =>
    aJob({ lane, kind: index % 2 ? "x" : "y" }),
  );
  await opened.queue.enqueue(jobs);
  expect(await lanesOf(opened, 4)).toEqual(["a", "b", "c", "a"]);
});

test("lanes whose names only differ in how languages sort them have their turns", async () => {
  const opened = aJobQueue();
  const lanes = ["Z", "a", "ä", "\u{ffff}", "\u{1f600}", ""];
  await opened.queue.enqueue([...lanes, ...lanes].map((lane) => aJob({ lane })));
  expect((await lanesOf(opened, 6)).toSorted()).toEqual(lanes.toSorted());
  expect((await lanesOf(opened, 6)).toSorted()).toEqual(lanes.toSorted());
});

test("full lanes are passed over, and have their turn again when there is room", async () => {
  const opened = aJobQueue();
  await opened.queue.enqueue(["a", "a", "b", "b"].map((lane) => aJob({ lane })));
  const [first] = await opened.queue.claim(aRequest({ perLane: 1 }));
  expect(await lanesOf(opened, 3, { perLane: 1 })).toEqual(["b"]);
  if (first !== undefined)
    await opened.queue.settle([{ lease: first.lease, ending: { kind: "released" } }]);
  expect(await lanesOf(opened, 1, { perLane: 1 })).toEqual(["a"]);
});

test("a follow-up does not run beside what it follows, and blocks nothing behind it", async () => {
  const { queue } = aJobQueue();
  await queue.enqueue([aJob({ dedupeKey: "a.md" })]);
  const [running] = await queue.claim(aRequest());
  const [followUp, other] = await queue.enqueue([aJob({ dedupeKey: "a.md", priority: 5 }), aJob()]);
  expect((await queue.claim(aRequest({ most: 5 }))).map(({ id }) => id)).toEqual([other?.id]);
  if (running !== undefined)
    await queue.settle([{ lease: running.lease, ending: { kind: "done", result: null } }]);
  expect((await queue.claim(aRequest({ most: 5 }))).map(({ id }) => id)).toEqual([followUp?.id]);
});

test("a limit of a kind named like something that every object has is a limit", async () => {
  const opened = aJobQueue();
  await opened.queue.enqueue([aJob({ kind: "constructor" }), aJob({ kind: "constructor" })]);
  expect(await lanesOf(opened, 2, { perKind: { constructor: 1 } })).toEqual(["a"]);
});

test("jobs for later and jobs for a person do not make a claim longer", async () => {
  const { queue, store, clock } = aJobQueue();
  const later = Array.from({ length: 20_000 }, (_none, index) =>
    aJob({ priority: 9, runAt: index % 2 === 0 ? null : clock.now() + 1_000_000 + index }),
  );
  await queue.enqueue([...later, aJob()]);
  const pages = () =>
    store
      .query("SELECT count(*) AS n FROM job WHERE claimable = 1", z.object({ n: z.int() }))
      .first()?.n;
  expect(pages()).toBe(1);
  expect(await queue.claim(aRequest({ most: 50 }))).toHaveLength(1);
  expect(await queue.claim(aRequest({ most: 50 }))).toEqual([]);
  expect(await queue.nextRunAt([])).toBe(clock.now() + 1_000_001);
  expect(await queue.counts()).toMatchObject({ queued: 20_000, running: 1 });
});

test("many jobs that become due at once are let in a bounded number at a time, the longest due first", async () => {
  const { queue, clock } = aJobQueue();
  const now = clock.now();
  await queue.enqueue(
    Array.from({ length: 2500 }, (_none, index) =>
      aJob({ runAt: now + 2500 - index, payload: index }),
    ),
  );
  clock.advance(2500);
  const claimed: unknown[] = [];
  for (;;) {
    const leased = await queue.claim(aRequest({ most: 400, perLane: 10_000 }));
    if (leased.length === 0) break;
    claimed.push(...leased.map(({ payload }) => payload));
  }
  expect(new Set(claimed).size).toBe(2500);
  expect(Math.min(...claimed.slice(0, 400).map(Number))).toBeGreaterThanOrEqual(1500);
});

test("jobs that a person asked for are counted and listed by their run", async () => {
  const { queue } = aJobQueue();
  await queue.enqueue([aJob({ run: "r" }), aJob(), aJob({ run: "r" })]);
  const [leased] = await queue.claim(aRequest());
  expect(await queue.counts({ run: "r" })).toMatchObject({ queued: 1, running: 1 });
  expect(
    (await queue.list({ run: "r", states: ["running"] }, { most: 9 })).map(({ id }) => id),
  ).toEqual([leased?.id]);
});
