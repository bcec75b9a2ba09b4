import { expect, test } from "vitest";
import { aJob, aJobQueue, aRequest, LEASE_MS } from "./a-job-queue.ts";

const HOUR_MS = 3_600_000;

const aProcess = { pid: 4711, startedAt: "boot 17 at 99" };

/** A queue with one running job, whose process has begun. */
async function aRun() {
  const opened = aJobQueue();
  await opened.queue.enqueue([aJob({ runAt: opened.clock.now() })]);
  const [leased] = await opened.queue.claim(aRequest());
  if (leased === undefined) return expect.fail("nothing to claim");
  await opened.queue.heartbeat([{ lease: leased.lease, process: aProcess }], LEASE_MS);
  return { ...opened, opened, leased };
}

test.each([
  ["forward", HOUR_MS],
  ["back", -HOUR_MS],
])("a clock set %s takes no job from a worker of this process that lives", async (_which, jump) => {
  const { queue, clock, leased } = await aRun();
  clock.jump(jump);
  expect(await queue.expire()).toEqual([]);
  expect(await queue.heartbeat([{ lease: leased.lease }], LEASE_MS)).toEqual({
    lost: [],
    cancelled: [],
  });
  clock.advance(LEASE_MS - 1);
  expect(await queue.expire()).toEqual([]);
  clock.advance(1);
  expect(await queue.expire()).toMatchObject([{ id: leased.id, state: "queued", crashes: 1 }]);
  expect(await queue.claim(aRequest())).toMatchObject([{ id: leased.id }]);
});

test("a job that another process held is taken back though the clock went back an hour", async () => {
  const { opened, clock, leased } = await aRun();
  opened.reopen();
  clock.jump(-HOUR_MS);
  expect(await opened.queue.expire()).toMatchObject([{ id: leased.id, state: "queued" }]);
  expect(await opened.queue.claim(aRequest())).toMatchObject([{ id: leased.id }]);
});

test("a clock that is put right by a second takes nothing from another process", async () => {
  const { opened, clock } = await aRun();
  opened.reopen();
  clock.jump(-1000);
  expect(await opened.queue.expire()).toEqual([]);
  clock.jump(1000 + LEASE_MS - 1);
  expect(await opened.queue.expire()).toEqual([]);
  clock.jump(1);
  expect(await opened.queue.expire()).toHaveLength(1);
});

test("jobs that a fast clock let through wait again once it has been put right", async () => {
  const { queue, clock } = aJobQueue();
  const runAt = clock.now() + HOUR_MS / 2;
  const jobs = Array.from({ length: 3000 }, () => aJob({ runAt }));
  await queue.enqueue([...jobs, aJob({ lane: "b", runAt })]);
  clock.jump(HOUR_MS);
  const [early] = await queue.claim(aRequest());
  if (early !== undefined)
    await queue.settle([{ lease: early.lease, ending: { kind: "done", result: null } }]);
  for (let turn = 0; turn < 4; turn += 1) await queue.claim(aRequest());
  clock.jump(-HOUR_MS);
  for (let turn = 0; turn < 10; turn += 1) expect(await queue.claim(aRequest())).toEqual([]);
  expect(await queue.nextRunAt([])).toBe(runAt);
  clock.advance(HOUR_MS / 2);
  expect(await queue.claim(aRequest({ most: 5, perLane: 10_000 }))).toHaveLength(5);
});

test("a job that a fast clock let through blocks no job that is due", async () => {
  const { queue, clock } = aJobQueue();
  const now = clock.now();
  await queue.enqueue([aJob({ runAt: now + HOUR_MS / 2, priority: 9 })]);
  clock.jump(HOUR_MS);
  await queue.enqueue([aJob({ lane: "z", runAt: now })]);
  expect(await queue.claim(aRequest({ lane: "z" }))).toMatchObject([{ lane: "z" }]);
  clock.jump(-HOUR_MS);
  const [due] = await queue.enqueue([aJob({ runAt: now })]);
  expect(await queue.claim(aRequest())).toMatchObject([{ id: due?.id }]);
});

test("a job that is given back after the clock went back is due at once", async () => {
  const { queue, clock, leased } = await aRun();
  clock.jump(-HOUR_MS);
  await queue.settle([{ lease: leased.lease, ending: { kind: "released" } }]);
  expect(await queue.claim(aRequest())).toMatchObject([{ id: leased.id }]);
});
