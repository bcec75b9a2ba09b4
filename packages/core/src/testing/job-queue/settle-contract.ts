import { expect } from "vitest";
import { aJobFailure, aJobProcess, type QueueTest } from "./queue-ground.ts";

/** How every engine writes down the end of a run. */
export function settleContract(test: QueueTest): void {
  test("keeps the result of a job that is done", async (ground) => {
    const id = await ground.add();
    const leased = await ground.lease();
    await ground.beat(leased, { process: aJobProcess });
    await ground.pass(2_000);
    expect(await ground.settle(leased, { kind: "done", result: { words: 12 } })).toBe(true);
    expect(await ground.get(id)).toMatchObject({
      state: "done",
      result: { words: 12 },
      failure: null,
      worker: null,
      process: null,
      startedAt: ground.now - 2_000,
      finishedAt: ground.now,
    });
    await ground.pass(1_000_000);
    expect(await ground.queue.expire()).toEqual([]);
    expect(await ground.claim()).toEqual([]);
  });

  test("tries a failed job again when its time has come, and counts", async (ground) => {
    const id = await ground.add();
    for (const attempt of [1, 2, 3]) {
      const leased = await ground.lease();
      expect(leased).toMatchObject({ id, attempt, attempts: attempt - 1 });
      expect(await ground.fail(leased, 1_000)).toBe(true);
      expect(await ground.get(id)).toMatchObject({
        state: "retrying",
        attempts: attempt,
        failure: aJobFailure,
        runAt: ground.now + 1_000,
        worker: null,
        finishedAt: null,
      });
      await ground.pass(999);
      expect(await ground.claim()).toEqual([]);
      await ground.pass(1);
    }
    await ground.settle(await ground.lease(), { kind: "done", result: 1 });
    expect(await ground.get(id)).toMatchObject({ state: "done", result: 1, failure: null });
  });

  test("keeps a dead job and says why it died", async (ground) => {
    const id = await ground.addDead();
    expect(await ground.get(id)).toMatchObject({
      state: "dead",
      failure: aJobFailure,
      worker: null,
      finishedAt: ground.now,
    });
    expect(await ground.claim()).toEqual([]);
  });

  test("counts nothing against a job that is given back", async (ground) => {
    const id = await ground.add();
    await ground.fail(await ground.lease());
    const leased = await ground.lease();
    expect(await ground.settle(leased, { kind: "released" })).toBe(true);
    expect(await ground.get(id)).toMatchObject({
      state: "queued",
      attempts: 1,
      crashes: 0,
      worker: null,
      finishedAt: null,
    });
    expect(await ground.lease()).toMatchObject({ id, attempt: 2 });
  });

  test("gives back a job to its place", async (ground) => {
    const first = await ground.add();
    const second = await ground.addLater();
    await ground.settle(await ground.lease(), { kind: "released" });
    const given = await ground.drain();
    const { fairLanes } = ground.queue.capabilities;
    expect(given).toEqual(fairLanes ? [first, second] : expect.arrayContaining([first, second]));
  });

  test("keeps a job that its worker says is cancelled", async (ground) => {
    const id = await ground.add();
    expect(await ground.settle(await ground.lease(), { kind: "cancelled" })).toBe(true);
    expect(await ground.get(id)).toMatchObject({ state: "cancelled", finishedAt: ground.now });
    expect(await ground.claim()).toEqual([]);
  });

  test("writes down the end of a run once", async (ground) => {
    const id = await ground.add();
    const leased = await ground.lease();
    const ends = [1, 2].map((result) => ({
      lease: leased.lease,
      ending: { kind: "done", result } as const,
    }));
    expect(await ground.queue.settle(ends)).toEqual([true, false]);
    expect(await ground.settle(leased, { kind: "dead", failure: aJobFailure })).toBe(false);
    expect(await ground.get(id)).toMatchObject({ state: "done", result: 1 });
  });

  test("writes down different ends in one call", async (ground) => {
    const ids = [await ground.add(), await ground.add(), await ground.add()];
    const leased = await ground.claim({ most: 3 });
    const endings = [
      { kind: "done", result: null },
      { kind: "dead", failure: aJobFailure },
      { kind: "failed", failure: aJobFailure, runAt: ground.now },
    ] as const;
    const ends = endings.flatMap((ending, index) => {
      const lease = leased.find(({ id }) => id === ids[index])?.lease;
      return lease ? [{ lease, ending }] : [];
    });
    expect(await ground.queue.settle(ends)).toEqual([true, true, true]);
    const states = await Promise.all(ids.map(async (id) => (await ground.get(id)).state));
    expect(states).toEqual(["done", "dead", "retrying"]);
  });

  test("settles, then claims, in one call", async (ground) => {
    const first = await ground.add();
    const second = await ground.add();
    const { lease } = await ground.lease({ perLane: 1 });
    expect(await ground.claim({ perLane: 1 })).toEqual([]);
    const { settled, leased } = await ground.queue.settleAndClaim(
      [{ lease, ending: { kind: "done", result: null } }],
      ground.request({ perLane: 1 }),
    );
    expect(settled).toEqual([true]);
    expect([lease.id, ...leased.map(({ id }) => id)].toSorted()).toEqual(
      [first, second].toSorted(),
    );
    expect(await ground.queue.settleAndClaim([], ground.request())).toEqual({
      settled: [],
      leased: [],
    });
  });

  test("claims although the lease of what is to be settled was lost", async (ground) => {
    const id = await ground.add();
    const { lease } = await ground.lease();
    await ground.takeBack();
    const { settled, leased } = await ground.queue.settleAndClaim(
      [{ lease, ending: { kind: "done", result: null } }],
      ground.request({ worker: "worker-2" }),
    );
    expect(settled).toEqual([false]);
    expect(leased.map((job) => job.id)).toEqual([id]);
  });
}
