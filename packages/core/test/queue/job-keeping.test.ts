import { expect, test } from "vitest";
import type { JobQueue, JobSelection, Retention } from "../../src/queue/job-queue.ts";
import { aJob, aJobQueue, aRequest, storedCount } from "./a-job-queue.ts";

const EVERYTHING: Retention = { finishedBefore: Number.MAX_SAFE_INTEGER, mostFinished: 0 };

/** Runs every job that is due. */
async function runAll(queue: JobQueue): Promise<void> {
  for (;;) {
    const leased = await queue.claim(aRequest({ most: 500, perLane: 1000 }));
    if (leased.length === 0) return;
    await queue.settle(
      leased.map(({ lease }) => ({ lease, ending: { kind: "done", result: null } })),
    );
  }
}

test("finished jobs are forgotten a bounded number at a time, and the newest row stays", async () => {
  const { queue } = aJobQueue();
  const enqueued = await queue.enqueue(Array.from({ length: 2500 }, () => aJob()));
  await runAll(queue);
  expect([
    await queue.prune(EVERYTHING),
    await queue.prune(EVERYTHING),
    await queue.prune(EVERYTHING),
    await queue.prune(EVERYTHING),
  ]).toEqual([1000, 1000, 499, 0]);
  expect((await queue.list({}, { most: 9 })).map(({ id }) => id)).toEqual([enqueued.at(-1)?.id]);
});

test("no id comes twice, whatever is forgotten", async () => {
  const { queue } = aJobQueue();
  const ids = new Set<string>();
  for (let round = 0; round < 5; round += 1) {
    const [enqueued] = await queue.enqueue([aJob()]);
    if (enqueued !== undefined) ids.add(enqueued.id);
    await runAll(queue);
    await queue.prune(EVERYTHING);
  }
  expect(ids.size).toBe(5);
});

test("jobs that finished at the same moment are forgotten exactly as far as wanted", async () => {
  const { queue } = aJobQueue();
  await queue.enqueue(Array.from({ length: 10 }, () => aJob()));
  await runAll(queue);
  expect(await queue.prune({ finishedBefore: 0, mostFinished: 4 })).toBe(6);
  expect(await queue.prune({ finishedBefore: 0, mostFinished: 4 })).toBe(0);
});

test("what waits, runs or is dead is never forgotten", async () => {
  const { queue } = aJobQueue();
  await queue.enqueue([aJob(), aJob(), aJob({ runAt: null }), aJob({ lane: "z" })]);
  const [first] = await queue.claim(aRequest());
  const failure = { kind: "exit", detail: "it ended with 1" };
  if (first !== undefined)
    await queue.settle([{ lease: first.lease, ending: { kind: "dead", failure } }]);
  await queue.claim(aRequest());
  expect(await queue.prune(EVERYTHING)).toBe(0);
  expect(await queue.counts()).toMatchObject({ queued: 2, running: 1, dead: 1 });
});

test.each<[string, JobSelection]>([
  ["all", {}],
  ["some states", { states: ["queued", "cancelled"] }],
  ["a lane", { lane: "a" }],
])("a person's wish reaches every job of %s, however many", async (_what, selection) => {
  const { queue } = aJobQueue();
  await queue.enqueue(Array.from({ length: 1234 }, () => aJob({ runAt: null })));
  expect(await queue.cancel(selection)).toBe(1234);
  expect(await queue.cancel(selection)).toBe(0);
  expect(await queue.counts()).toMatchObject({ queued: 0, cancelled: 1234 });
  expect(await queue.retry(selection)).toBe(1234);
  expect(await queue.counts()).toMatchObject({ queued: 1234, cancelled: 0 });
});

test("of two for the same thing, the one that a person asks for counts if it is the newer", async () => {
  const { queue } = aJobQueue();
  const [older] = await queue.enqueue([aJob({ dedupeKey: "k", payload: 1 })]);
  await queue.cancel({});
  const [newer] = await queue.enqueue([aJob({ dedupeKey: "k", payload: 2 })]);
  await queue.cancel({});
  if (older === undefined || newer === undefined) return expect.fail("two jobs");
  expect(await queue.retry({ ids: [older.id] })).toBe(1);
  expect(await queue.get(older.id)).toMatchObject({ state: "queued" });
  expect(await queue.retry({ ids: [newer.id] })).toBe(1);
  expect(await queue.get(older.id)).toMatchObject({ state: "cancelled" });
  expect(await queue.get(newer.id)).toMatchObject({ state: "queued" });
});

test("a row that is no job is a broken store, not a job", async () => {
  const { queue, store } = aJobQueue();
  const [enqueued] = await queue.enqueue([aJob()]);
  store.command("PRAGMA ignore_check_constraints = ON")();
  store.command("UPDATE job SET state = 'of-tomorrow', claimable = NULL")();
  const id = enqueued?.id ?? expect.fail("no job");
  await expect(queue.get(id)).rejects.toMatchObject({ code: "store-broken" });
});

test.each([
  ["payload = '{'", { payload: null }],
  ["process = '{}'", { process: null }],
  ["failure = '7'", { failure: null }],
])("damage in what a job carries harms that job alone: %s", async (damage, read) => {
  const { queue, store } = aJobQueue();
  await queue.enqueue([aJob()]);
  store.command("PRAGMA ignore_check_constraints = ON")();
  store.command(`UPDATE job SET ${damage}`)();
  expect(await queue.claim(aRequest())).toMatchObject([read]);
});

test("what cannot be written leaves nothing behind, and the queue goes on", async () => {
  const { queue, store } = aJobQueue();
  await queue.enqueue([aJob()]);
  await expect(queue.enqueue([aJob(), aJob({ priority: 0.5 })])).rejects.toThrow("INTEGER");
  expect(storedCount(store)).toBe(1);
  await queue.enqueue([aJob()]);
  expect(storedCount(store)).toBe(2);
});

test("a claim that cannot be written undoes the ends that came with it", async () => {
  const { queue } = aJobQueue();
  await queue.enqueue([aJob(), aJob()]);
  const [leased] = await queue.claim(aRequest());
  if (leased === undefined) return expect.fail("nothing to claim");
  const ends = [{ lease: leased.lease, ending: { kind: "done", result: null } }] as const;
  const unwritable = aRequest({ leaseMs: Number.NaN });
  await expect(queue.settleAndClaim(ends, unwritable)).rejects.toThrow("constraint");
  expect(await queue.get(leased.id)).toMatchObject({ state: "running" });
  expect(await queue.settleAndClaim(ends, aRequest())).toMatchObject({
    settled: [true],
    leased: [{}],
  });
});
