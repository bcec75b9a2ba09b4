import { expect } from "vitest";
import { aJobFailure, aJobProcess, type QueueTest } from "./queue-ground.ts";

/** How every engine does what a person asks of it. */
export function personContract(test: QueueTest): void {
  test("cancels what waits, backs off or is dead", async (ground) => {
    const dead = await ground.addDead();
    const retrying = await ground.add();
    await ground.fail(await ground.lease(), 1_000);
    const queued = await ground.add();
    const asked = await ground.add({ runAt: null });
    expect(await ground.queue.cancel({})).toBe(4);
    for (const id of [dead, retrying, queued, asked]) {
      expect(await ground.get(id)).toMatchObject({ state: "cancelled", finishedAt: ground.now });
    }
    await ground.pass(1_000);
    expect(await ground.claim()).toEqual([]);
    expect(await ground.queue.cancel({})).toBe(0);
  });

  test("asks a worker to cancel what it runs", async (ground) => {
    const id = await ground.add();
    const other = await ground.add({ lane: "b" });
    const leased = await ground.lease({ lane: "a" });
    expect(await ground.queue.cancel({ lane: "a" })).toBe(1);
    expect((await ground.get(id)).state).toBe("running");
    expect(await ground.beat(leased)).toEqual({ lost: [], cancelled: [leased.lease] });
    expect(await ground.beat(leased)).toEqual({ lost: [], cancelled: [leased.lease] });
    expect(await ground.settle(leased, { kind: "cancelled" })).toBe(true);
    expect((await ground.get(id)).state).toBe("cancelled");
    expect(await ground.drain()).toEqual([other]);
  });

  test("lets stand what a worker had done before it heard of a cancellation", async (ground) => {
    const id = await ground.add();
    const leased = await ground.lease();
    await ground.queue.cancel({ ids: [id] });
    expect(await ground.settle(leased, { kind: "done", result: 1 })).toBe(true);
    expect(await ground.get(id)).toMatchObject({ state: "done", result: 1 });
  });

  test("runs nothing again that was to be cancelled", async (ground) => {
    const id = await ground.add();
    await ground.lease();
    await ground.queue.cancel({ ids: [id] });
    await ground.takeBack();
    expect((await ground.get(id)).state).toBe("cancelled");
  });

  test("forgets a cancellation when the job is retried", async (ground) => {
    const id = await ground.add();
    const leased = await ground.lease();
    await ground.queue.cancel({ ids: [id] });
    await ground.settle(leased, { kind: "cancelled" });
    await ground.queue.retry({ ids: [id] });
    expect(await ground.beat(await ground.lease())).toEqual({ lost: [], cancelled: [] });
  });

  test("makes what waits due now", async (ground) => {
    const later = await ground.add({ runAt: ground.now + 5_000 });
    const asked = await ground.add({ runAt: null });
    expect(await ground.queue.retry({ states: ["queued"] })).toBe(2);
    expect((await ground.get(later)).runAt).toBe(ground.now);
    expect((await ground.drain()).toSorted()).toEqual([later, asked].toSorted());
  });

  test("makes a failed job as good as new", async (ground) => {
    const id = await ground.add();
    await ground.crash();
    await ground.fail(await ground.lease(), 5_000);
    expect(await ground.queue.retry({ ids: [id] })).toBe(1);
    expect(await ground.get(id)).toMatchObject({
      state: "queued",
      attempts: 0,
      crashes: 0,
      runAt: ground.now,
    });
    expect(await ground.lease()).toMatchObject({ id, attempt: 1 });
  });

  test("brings back a dead job, and one that was cancelled", async (ground) => {
    const dead = await ground.addDead();
    const cancelled = await ground.add();
    await ground.queue.cancel({ ids: [cancelled] });
    expect(await ground.queue.retry({ states: ["dead", "cancelled"] })).toBe(2);
    for (const id of [dead, cancelled]) {
      expect(await ground.get(id)).toMatchObject({
        state: "queued",
        attempts: 0,
        finishedAt: null,
        runAt: ground.now,
      });
    }
    expect(await ground.drain()).toHaveLength(2);
  });

  test("gives a job that crashed too often all its chances again", async (ground) => {
    const id = await ground.add();
    for (let deaths = 0; deaths < 3; deaths += 1) await ground.crash();
    expect((await ground.get(id)).state).toBe("dead");
    await ground.queue.retry({ ids: [id] });
    expect(await ground.crash()).toMatchObject({ id, state: "queued", crashes: 1 });
  });

  test("retries nothing that runs or is done", async (ground) => {
    const done = await ground.addDone();
    const running = await ground.add();
    const leased = await ground.lease();
    await ground.beat(leased, { process: aJobProcess });
    expect(await ground.queue.retry({})).toBe(0);
    expect((await ground.get(done)).state).toBe("done");
    expect(await ground.get(running)).toMatchObject({ state: "running", process: aJobProcess });
    expect(await ground.settle(leased, { kind: "dead", failure: aJobFailure })).toBe(true);
  });

  test("chooses by id, state, kind, lane and run, all of them together", async (ground) => {
    const chosen = await ground.add({ kind: "translate", lane: "b", run: "run 1" });
    const selection = {
      ids: [chosen],
      states: ["queued"],
      kind: "translate",
      lane: "b",
      run: "run 1",
    } as const;
    const near = [
      await ground.add({ kind: "translate", lane: "b", run: "run 1" }),
      await ground.add({ kind: "document", lane: "b", run: "run 1" }),
      await ground.add({ kind: "translate", lane: "a", run: "run 1" }),
      await ground.add({ kind: "translate", lane: "b", run: null }),
    ];
    expect(await ground.listed(selection)).toEqual([chosen]);
    expect(await ground.listed({ ...selection, states: ["dead"] })).toEqual([]);
    expect(await ground.queue.cancel(selection)).toBe(1);
    expect(await ground.queue.retry({ ...selection, states: ["cancelled"] })).toBe(1);
    expect(await ground.queue.cancel({ kind: "document" })).toBe(1);
    expect(await ground.queue.cancel({ lane: "a" })).toBe(1);
    expect(await ground.queue.cancel({ run: "run 1", states: ["queued"] })).toBe(2);
    expect(await ground.listed({ states: ["queued"] })).toEqual([near[3]]);
  });

  test("touches nothing when nothing is chosen", async (ground) => {
    const id = await ground.add();
    for (const selection of [{ ids: [] }, { states: [] }] as const) {
      expect(await ground.queue.cancel(selection)).toBe(0);
      expect(await ground.queue.retry(selection)).toBe(0);
      expect(await ground.listed(selection)).toEqual([]);
    }
    expect((await ground.get(id)).state).toBe("queued");
  });
}
