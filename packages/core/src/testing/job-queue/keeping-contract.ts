import { expect } from "vitest";
import type { JobId } from "../../queue/job-queue.ts";
import { aJobFailure, aJobProcess, type QueueGround, type QueueTest } from "./queue-ground.ts";

/** What every engine keeps, and for how long. */
export function keepingContract(test: QueueTest): void {
  test("keeps everything when it is opened again", async (ground) => {
    await ground.addDone({ payload: 1, run: "run 1" });
    await ground.addDead({ payload: 2, dedupeKey: "b.md" });
    await ground.add({ priority: 3 });
    await ground.fail(await ground.lease(), 5_000);
    await ground.queue.cancel({ ids: [await ground.add()] });
    await ground.add({ lane: "b" });
    const leased = await ground.lease();
    await ground.beat(leased, { progress: { files: 1 }, process: aJobProcess });
    await ground.add({ runAt: null, lane: "c" });
    const before = await ground.queue.list({}, { most: 100 });
    const next = await ground.queue.nextRunAt([]);
    await ground.reopen();
    expect(before).toHaveLength(6);
    expect(await ground.queue.list({}, { most: 100 })).toEqual(before);
    expect(await ground.queue.nextRunAt([])).toBe(next);
    expect(await ground.settle(leased, { kind: "done", result: null })).toBe(true);
  });

  test("keeps the order of jobs, keys and leases when it is opened again", async (ground) => {
    const first = await ground.add({ dedupeKey: "a.md" });
    const old = await ground.lease();
    await ground.takeBack();
    await ground.reopen();
    const second = await ground.add();
    expect(await ground.queue.enqueue([ground.job({ dedupeKey: "a.md" })])).toEqual([
      { id: first, kind: "replaced" },
    ]);
    expect(await ground.listed()).toEqual([second, first]);
    const held = await ground.lease({ lane: "a" });
    expect(held.lease).not.toEqual(old.lease);
    expect(await ground.settle(old, { kind: "done", result: null })).toBe(false);
    expect(await ground.settle(held, { kind: "done", result: null })).toBe(true);
  });

  test("keeps the request to cancel what runs", async (ground) => {
    const id = await ground.add();
    const leased = await ground.lease();
    await ground.queue.cancel({ ids: [id] });
    await ground.reopen();
    expect((await ground.beat(leased)).cancelled).toEqual([leased.lease]);
  });

  test("forgets what finished long ago, never the dead and never what waits", async (ground) => {
    const done = await ground.addDone();
    const cancelled = await ground.add();
    await ground.queue.cancel({ ids: [cancelled] });
    const dead = await ground.addDead();
    const asked = await ground.add({ runAt: null });
    await ground.pass(1_000);
    const recent = await ground.addDone();
    const retention = { finishedBefore: ground.now - 500, mostFinished: 100 };
    expect(await pruneAll(ground, retention)).toBe(2);
    expect(await ground.listed()).toEqual([recent, asked, dead]);
    expect(await ground.queue.get(done)).toBeUndefined();
    expect(await ground.queue.get(cancelled)).toBeUndefined();
  });

  test("keeps only so many finished jobs, the newest", async (ground) => {
    const dead = await ground.addDead();
    const done: JobId[] = [];
    for (let count = 0; count < 5; count += 1) {
      done.push(await ground.addDone());
      await ground.pass(1);
    }
    const newest = await ground.add({ runAt: null });
    const [, , , fourth, fifth] = done;
    expect(await pruneAll(ground, { finishedBefore: 0, mostFinished: 2 })).toBe(3);
    expect(await ground.listed()).toEqual([newest, fifth, fourth, dead]);
    expect(await pruneAll(ground, { finishedBefore: 0, mostFinished: 0 })).toBe(2);
    expect(await ground.listed()).toEqual([newest, dead]);
  });

  test("forgets a dead job that a person gave up", async (ground) => {
    const id = await ground.addDead();
    const newest = await ground.add({ runAt: null });
    const retention = { finishedBefore: ground.now + 1, mostFinished: 0 };
    expect(await pruneAll(ground, retention)).toBe(0);
    await ground.queue.cancel({ ids: [id] });
    expect(await pruneAll(ground, retention)).toBe(1);
    expect(await ground.listed()).toEqual([newest]);
  });

  test("gives no id twice, whatever it has forgotten", async (ground) => {
    const ids = new Set<JobId>();
    for (let count = 0; count < 3; count += 1) {
      ids.add(await ground.addDone());
      await pruneAll(ground, { finishedBefore: ground.now + 1, mostFinished: 0 });
      await ground.reopen();
    }
    expect(ids.size).toBe(3);
  });

  test("lets nobody settle a job that it has forgotten", async (ground) => {
    const id = await ground.add();
    const leased = await ground.lease();
    await ground.settle(leased, { kind: "dead", failure: aJobFailure });
    await ground.queue.cancel({ ids: [id] });
    await ground.add({ runAt: null });
    await pruneAll(ground, { finishedBefore: ground.now + 1, mostFinished: 0 });
    expect(await ground.queue.get(id)).toBeUndefined();
    expect(await ground.settle(leased, { kind: "done", result: null })).toBe(false);
    expect((await ground.beat(leased)).lost).toEqual([leased.lease]);
  });
}

/** Prunes until nothing is left to forget. Returns how many jobs went. */
async function pruneAll(
  ground: QueueGround,
  retention: { readonly finishedBefore: number; readonly mostFinished: number },
): Promise<number> {
  let all = 0;
  for (;;) {
    const pruned = await ground.queue.prune(retention);
    if (pruned === 0) return all;
    all += pruned;
  }
}
