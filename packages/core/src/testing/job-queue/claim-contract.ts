import { expect } from "vitest";
import type { QueueTest } from "./queue-ground.ts";

/** How every engine gives out jobs. */
export function claimContract(test: QueueTest): void {
  test("has nothing to give while it is empty", async (ground) => {
    expect(await ground.claim()).toEqual([]);
  });

  test("gives a job to one worker, under a lease", async (ground) => {
    const id = await ground.add({ payload: { path: "a.md" } });
    await ground.pass(1_000);
    const leased = await ground.lease({ worker: "worker-7" });
    expect(leased).toMatchObject({
      id,
      state: "running",
      worker: "worker-7",
      payload: { path: "a.md" },
      attempts: 0,
      attempt: 1,
      leaseUntil: ground.now + ground.leaseMs,
      startedAt: ground.now,
      finishedAt: null,
    });
    expect(leased.lease.id).toBe(id);
    expect(await ground.get(id)).toMatchObject({
      state: "running",
      worker: "worker-7",
      startedAt: ground.now,
    });
    expect(await ground.claim({ worker: "worker-8" })).toEqual([]);
  });

  test("never gives one job to two who ask at once", async (ground) => {
    const ids = [];
    for (let count = 0; count < 6; count += 1) ids.push(await ground.add());
    const asked = ["p", "q", "r", "s"].map((worker) => ground.drain({ worker, most: 2 }));
    const given = (await Promise.all(asked)).flat();
    expect(given.toSorted()).toEqual(ids.toSorted());
  });

  test("waits for the time of a job", async (ground) => {
    const id = await ground.add({ runAt: ground.now + 1_000 });
    await ground.pass(999);
    expect(await ground.claim()).toEqual([]);
    await ground.pass(1);
    expect(await ground.drain()).toEqual([id]);
  });

  test("waits for a person where a job has no time", async (ground) => {
    const id = await ground.add({ runAt: null });
    await ground.pass(1_000_000);
    expect(await ground.claim()).toEqual([]);
    expect(await ground.queue.retry({ ids: [id] })).toBe(1);
    expect(await ground.drain()).toEqual([id]);
  });

  test("gives at most as many as are wanted, all of one lane", async (ground) => {
    const lanes = ["a", "b", "a", "b", "a", "b"];
    await ground.queue.enqueue(lanes.map((lane) => ground.job({ lane })));
    const given = [];
    for (let count = 0; count < 4; count += 1) given.push(await ground.claim({ most: 2 }));
    expect(given.map((jobs) => new Set(jobs.map(({ lane }) => lane)).size)).toEqual([1, 1, 1, 1]);
    expect(given.every((jobs) => jobs.length <= 2)).toBe(true);
    expect(given.flat()).toHaveLength(6);
  });

  test("gives a lane's jobs in order of priority, then age", async (ground) => {
    const { fairLanes } = ground.queue.capabilities;
    const later = await ground.add({ runAt: ground.now + 1_000 });
    const [low, high, normal] = [
      await ground.addLater({ priority: -1 }),
      await ground.addLater({ priority: 5 }),
      await ground.addLater(),
    ];
    await ground.pass(1_000);
    const order = [high, later, normal, low];
    const given = await ground.drain();
    expect(given).toEqual(fairLanes ? order : expect.arrayContaining(order));
  });

  test("gives several jobs of a lane in the same order", async (ground) => {
    const ids = [];
    for (const priority of [0, 3, 0, 1]) ids.push(await ground.addLater({ priority }));
    const [first, second, third, fourth] = ids;
    const order = [second, fourth, first, third];
    const given = (await ground.claim({ most: 4 })).map(({ id }) => id);
    const { fairLanes } = ground.queue.capabilities;
    expect(given).toEqual(fairLanes ? order : expect.arrayContaining(order));
  });

  test("orders the kinds of a lane among each other", async (ground) => {
    const order = [
      await ground.addLater({ kind: "translate", priority: 1 }),
      await ground.addLater({ kind: "document" }),
      await ground.addLater({ kind: "translate" }),
      await ground.addLater({ kind: "document" }),
    ];
    const urgent = await ground.addLater({ kind: "document", priority: 2 });
    const given = (await ground.claim({ most: 5 })).map(({ id }) => id);
    const { fairLanes } = ground.queue.capabilities;
    const all = [urgent, ...order];
    expect(given).toEqual(fairLanes ? all : expect.arrayContaining(all));
  });

  test("gives out the jobs of one call in their order", async (ground) => {
    const names = ["z", "a", "m", "b"];
    await ground.queue.enqueue(names.map((payload) => ground.job({ payload })));
    const given = (await ground.claim({ most: 4 })).map(({ payload }) => payload);
    const { orderWithinCall } = ground.queue.capabilities;
    expect(given).toEqual(orderWithinCall ? names : expect.arrayContaining(names));
  });

  test("lets no job of a high priority hide others before its time", async (ground) => {
    await ground.add({ priority: 9, runAt: ground.now + 1_000 });
    await ground.add({ priority: 9, runAt: null });
    const id = await ground.add();
    expect(await ground.drain()).toEqual([id]);
  });
}
