import { expect, test } from "vitest";
import { z } from "zod";
import type { Trigger } from "../src/decide/coalesce.ts";
import { aQueue, repo } from "./queue-scratch.ts";

const LEASE_MS = 30_000;
const offline = { kind: "offline", detail: "no route to host" } as const;
const auth = { kind: "auth", detail: "permission denied" } as const;
const notes = repo("notes");
const site = repo("site");

function aTrigger(overrides: Partial<Trigger> = {}): Trigger {
  return { reasons: ["hook"], runAt: 0, urgency: "asked", ...overrides };
}

/** A queue whose one look, of `notes`, runs. */
function aRunningLook() {
  const queue = aQueue();
  queue.jobs.enqueueLook({ repository: notes, ...aTrigger() });
  const look = queue.jobs.claim("me", LEASE_MS) ?? expect.fail("nothing to claim");
  return { ...queue, look };
}

test("a look is enqueued, claimed and completed, and then gone", () => {
  const { jobs, look } = aRunningLook();
  expect(look).toMatchObject({
    repository: notes,
    state: "running",
    reasons: ["hook"],
    attempt: 1,
  });
  expect(look.leaseUntil).toBe(LEASE_MS);
  expect(jobs.counts()).toEqual({ queued: 0, running: 1, retrying: 0, dead: 0 });
  expect(jobs.complete(look.token)).toBe(true);
  expect(jobs.list()).toEqual([]);
});

test("triggers of one repository become one look that carries all their reasons", () => {
  const { jobs } = aQueue();
  jobs.enqueueLooks([
    { repository: notes, ...aTrigger({ reasons: ["hook"] }) },
    { repository: site, ...aTrigger({ reasons: ["start"] }) },
    { repository: notes, ...aTrigger({ reasons: ["poll", "hook"] }) },
  ]);
  expect(jobs.list()).toMatchObject([
    { repository: notes, reasons: ["hook", "poll"], state: "queued" },
    { repository: site, reasons: ["start"], state: "queued" },
  ]);
});

test("looks that are enqueued together are all kept, or none", () => {
  const { jobs } = aQueue();
  const unwritable = aTrigger({ runAt: Number.NaN });
  expect(() =>
    jobs.enqueueLooks([
      { repository: notes, ...aTrigger() },
      { repository: site, ...unwritable },
    ]),
  ).toThrow("NOT NULL");
  expect(jobs.list()).toEqual([]);
});

test("a trigger while a look runs makes one follow-up, which waits until the run has ended", () => {
  const { jobs, look } = aRunningLook();
  jobs.enqueueLook({ repository: notes, ...aTrigger({ reasons: ["poll"] }) });
  jobs.enqueueLook({ repository: notes, ...aTrigger({ reasons: ["sync"] }) });
  expect(jobs.counts()).toMatchObject({ queued: 1, running: 1 });
  expect(jobs.claim("me", LEASE_MS)).toBeUndefined();
  expect(jobs.nextRunAt()).toBeUndefined();
  jobs.complete(look.token);
  expect(jobs.claim("me", LEASE_MS)).toMatchObject({ reasons: ["poll", "sync"], attempt: 1 });
});

test("the look that is due longest goes first, whichever repository asks most", () => {
  const { jobs, clock } = aQueue();
  jobs.enqueueLook({ repository: repo("third"), ...aTrigger({ runAt: 3 }) });
  jobs.enqueueLook({ repository: repo("first"), ...aTrigger({ runAt: 1 }) });
  jobs.enqueueLook({ repository: repo("second"), ...aTrigger({ runAt: 2 }) });
  clock.advance(10);
  for (const name of ["first", "second", "third"]) {
    const look = jobs.claim("me", LEASE_MS) ?? expect.fail("nothing to claim");
    expect(look.repository).toBe(repo(name));
    jobs.complete(look.token);
    jobs.enqueueLook({ repository: look.repository, ...aTrigger({ runAt: clock.now() }) });
  }
});

test("a look is not claimed before its time, and the queue says when that is", () => {
  const { jobs, clock } = aQueue();
  jobs.enqueueLook({ repository: notes, ...aTrigger({ runAt: 100 }) });
  expect(jobs.nextRunAt()).toBe(100);
  clock.advance(99);
  expect(jobs.claim("me", LEASE_MS)).toBeUndefined();
  clock.advance(1);
  expect(jobs.claim("me", LEASE_MS)).toBeDefined();
});

test("a repository that is looked at outside the queue is passed over", () => {
  const { jobs } = aQueue();
  jobs.enqueueLook({ repository: notes, ...aTrigger() });
  expect(jobs.claim("me", LEASE_MS, [site, notes])).toBeUndefined();
  expect(jobs.claim("me", LEASE_MS, [site])).toMatchObject({ repository: notes });
});

test("a failed look is tried again at its time, and counts its attempts", () => {
  const { jobs, clock, look } = aRunningLook();
  expect(jobs.reschedule(look.token, { runAt: 50, failure: offline })).toBe(true);
  expect(jobs.list()).toMatchObject([
    { state: "retrying", runAt: 50, attempts: 1, failure: offline },
  ]);
  expect(jobs.claim("me", LEASE_MS)).toBeUndefined();
  clock.advance(50);
  expect(jobs.claim("me", LEASE_MS)).toMatchObject({ attempt: 2, failure: offline });
});

test("a failed look with a follow-up becomes one look again, due as the follow-up was", () => {
  const { jobs, look } = aRunningLook();
  jobs.enqueueLook({ repository: notes, ...aTrigger({ reasons: ["poll"], runAt: 7 }) });
  jobs.reschedule(look.token, { runAt: 9000, failure: offline });
  expect(jobs.list()).toMatchObject([
    { job: look.job, state: "retrying", reasons: ["hook", "poll"], runAt: 7, attempts: 1 },
  ]);
});

test("a buried look is dead: seen, never claimed, until a new reason brings it back", () => {
  const { jobs, clock, look } = aRunningLook();
  expect(jobs.bury(look.token, auth)).toBe(true);
  clock.advance(1e9);
  expect(jobs.list()).toMatchObject([{ state: "dead", failure: auth, attempts: 1 }]);
  expect(jobs.claim("me", LEASE_MS)).toBeUndefined();
  expect(jobs.nextRunAt()).toBeUndefined();
  jobs.enqueueLook({ repository: notes, ...aTrigger({ reasons: ["poll"], urgency: "routine" }) });
  expect(jobs.counts()).toMatchObject({ dead: 1, queued: 0 });
  jobs.enqueueLook({ repository: notes, ...aTrigger({ reasons: ["sync"] }) });
  expect(jobs.claim("me", LEASE_MS)).toMatchObject({
    reasons: ["hook", "poll", "sync"],
    attempt: 1,
    failure: null,
  });
});

test("a released look is ready again and has lost nothing", () => {
  const { jobs, look } = aRunningLook();
  expect(jobs.release(look.token)).toBe(true);
  expect(jobs.list()).toMatchObject([{ state: "queued", attempts: 0, crashes: 0, runAt: 0 }]);
});

test("a lease lasts as long as it is renewed", () => {
  const { jobs, clock, look } = aRunningLook();
  clock.advance(LEASE_MS - 1);
  expect(jobs.renew(look.token, LEASE_MS)).toBe(true);
  clock.advance(LEASE_MS - 1);
  expect(jobs.expire()).toEqual([]);
  clock.advance(1);
  expect(jobs.expire()).toMatchObject([{ repository: notes, state: "queued", crashes: 1 }]);
});

test("whoever lost the lease can do nothing to the look any more", () => {
  const { jobs, clock, look } = aRunningLook();
  clock.advance(LEASE_MS);
  jobs.expire();
  const next = jobs.claim("other", LEASE_MS) ?? expect.fail("nothing to claim");
  const before = jobs.list();
  expect(jobs.renew(look.token, LEASE_MS)).toBe(false);
  expect(jobs.complete(look.token)).toBe(false);
  expect(jobs.release(look.token)).toBe(false);
  expect(jobs.reschedule(look.token, { runAt: 1, failure: offline })).toBe(false);
  expect(jobs.bury(look.token, auth)).toBe(false);
  expect(jobs.list()).toEqual(before);
  expect(jobs.complete(next.token)).toBe(true);
});

test("a start takes back the looks of the agent before, and not its own", () => {
  const { jobs, look } = aRunningLook();
  expect(jobs.recover("me")).toEqual([]);
  expect(jobs.recover("next agent")).toMatchObject([
    { job: look.job, state: "queued", crashes: 1 },
  ]);
  expect(jobs.claim("next agent", LEASE_MS)).toMatchObject({ job: look.job, attempt: 1 });
});

test("a look that ends three agents in a row rests, and a start does not bring it back", () => {
  const { jobs, clock } = aRunningLook();
  expect(jobs.recover("second")).toMatchObject([{ state: "queued" }]);
  jobs.claim("second", LEASE_MS);
  expect(jobs.recover("third")).toMatchObject([{ state: "queued" }]);
  jobs.claim("third", LEASE_MS);
  jobs.enqueueLook({ repository: notes, ...aTrigger({ reasons: ["poll"] }) });
  expect(jobs.recover("fourth")).toMatchObject([
    { state: "retrying", crashes: 3, reasons: ["hook", "poll"], failure: { kind: "crashed" } },
  ]);
  jobs.enqueueLook({ repository: notes, ...aTrigger({ reasons: ["start"], urgency: "urgent" }) });
  expect(jobs.claim("fourth", LEASE_MS)).toBeUndefined();
  clock.advance(3_600_000);
  expect(jobs.claim("fourth", LEASE_MS)).toMatchObject({ repository: notes, crashes: 3 });
});

test("crashes between looks that came to an end do not add up", () => {
  const { jobs, clock } = aRunningLook();
  for (let round = 0; round < 5; round += 1) {
    jobs.recover(`agent ${round}`);
    const again = jobs.claim(`agent ${round}`, LEASE_MS) ?? expect.fail("nothing to claim");
    jobs.reschedule(again.token, { runAt: clock.now(), failure: offline });
    jobs.claim(`agent ${round}`, LEASE_MS);
  }
  expect(jobs.counts()).toMatchObject({ running: 1, dead: 0 });
});

test("a look that failed outside the queue joins it as if it had run there", () => {
  const { jobs } = aQueue();
  const retry = { kind: "failed", failure: offline, runAt: 70 } as const;
  expect(jobs.keepFailed(notes, ["poll"], retry)).toMatchObject({
    state: "retrying",
    reasons: ["poll"],
    attempts: 1,
    runAt: 70,
  });
  expect(jobs.keepFailed(site, ["poll"], { kind: "buried", failure: auth })).toMatchObject({
    state: "dead",
  });
  expect(jobs.keepFailed(site, ["sync"], retry)).toMatchObject({
    state: "retrying",
    reasons: ["poll", "sync"],
  });
  expect(jobs.counts()).toEqual({ queued: 0, running: 0, retrying: 2, dead: 0 });
});

test("a look that failed outside the queue takes in what came meanwhile", () => {
  const { jobs } = aQueue();
  jobs.enqueueLook({ repository: notes, ...aTrigger({ runAt: 5 }) });
  jobs.keepFailed(notes, ["poll"], { kind: "failed", failure: offline, runAt: 70 });
  expect(jobs.list()).toMatchObject([
    { state: "retrying", reasons: ["hook", "poll"], runAt: 5, attempts: 1 },
  ]);
});

test("a forgotten repository has nothing left in the queue, and its run no lease", () => {
  const { jobs, look } = aRunningLook();
  jobs.enqueueLook({ repository: notes, ...aTrigger() });
  jobs.enqueueLook({ repository: site, ...aTrigger() });
  jobs.forget(notes);
  expect(jobs.list()).toMatchObject([{ repository: site }]);
  expect(jobs.complete(look.token)).toBe(false);
});

test("a kind of failure that this version does not know is kept as unknown", () => {
  const { jobs, store, look } = aRunningLook();
  jobs.bury(look.token, auth);
  store.command(`UPDATE look SET failure = '{"kind":"of-tomorrow","detail":"why"}'`)();
  expect(jobs.list()).toMatchObject([{ failure: { kind: "unknown", detail: "why" } }]);
});

test("a trigger that changes nothing writes nothing", () => {
  const { jobs, store } = aQueue();
  const changes = () =>
    store.query("SELECT total_changes() AS rows", z.object({ rows: z.int() })).first();
  jobs.enqueueLook({ repository: notes, ...aTrigger() });
  const before = changes();
  jobs.enqueueLook({ repository: notes, ...aTrigger({ runAt: 10 }) });
  expect(changes()).toEqual(before);
  jobs.enqueueLook({ repository: notes, ...aTrigger({ reasons: ["poll"] }) });
  expect(changes()).not.toEqual(before);
});
