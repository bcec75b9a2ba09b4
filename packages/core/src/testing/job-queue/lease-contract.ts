import { expect } from "vitest";
import { aJobFailure, aJobProcess, type QueueGround, type QueueTest } from "./queue-ground.ts";

/** How every engine holds leases and takes them back. */
export function leaseContract(test: QueueTest): void {
  test("holds a lease for as long as the heart beats", async (ground) => {
    const id = await ground.add();
    const leased = await ground.lease();
    for (let beats = 0; beats < 3; beats += 1) {
      await ground.pass(ground.leaseMs - 1);
      expect(await ground.queue.expire()).toEqual([]);
      expect(await ground.beat(leased)).toEqual({ lost: [], cancelled: [] });
    }
    expect(await ground.settle(leased, { kind: "done", result: null })).toBe(true);
    expect((await ground.get(id)).state).toBe("done");
  });

  test("keeps what a heartbeat brings, and what it leaves out as it was", async (ground) => {
    const id = await ground.add();
    const leased = await ground.lease();
    await ground.beat(leased, { progress: 1, process: aJobProcess });
    expect(await ground.get(id)).toMatchObject({ progress: 1, process: aJobProcess });
    await ground.beat(leased, { progress: { files: 2 } });
    expect(await ground.get(id)).toMatchObject({ progress: { files: 2 }, process: aJobProcess });
    await ground.beat(leased, { process: null });
    expect(await ground.get(id)).toMatchObject({ progress: { files: 2 }, process: null });
  });

  test("takes back a job when its lease has run out, and only then", async (ground) => {
    const id = await ground.add();
    const first = await ground.lease();
    await ground.beat(first, { process: aJobProcess });
    await ground.pass(ground.leaseMs);
    await ground.pass(1);
    const [expired, ...others] = await ground.queue.expire();
    expect(others).toEqual([]);
    expect(expired).toEqual(await ground.get(id));
    expect(expired).toMatchObject({
      state: "queued",
      worker: null,
      process: null,
      attempts: 0,
      crashes: 1,
    });
    const second = await ground.lease({ worker: "worker-2" });
    expect(second.id).toBe(id);
    expect(second.lease.token).toBeGreaterThan(first.lease.token);
  });

  test("lets an old holder do nothing at all", async (ground) => {
    const id = await ground.add();
    const old = await ground.lease();
    await loseLease(ground);
    await expectFenced(ground, old, "queued");
    const held = await ground.lease({ worker: "worker-2" });
    await expectFenced(ground, old, "running");
    expect(await ground.get(id)).toMatchObject({ worker: "worker-2", progress: null });
    expect(await ground.settle(held, { kind: "done", result: "mine" })).toBe(true);
    await expectFenced(ground, old, "done");
    await expectFenced(ground, held, "done");
    expect((await ground.get(id)).result).toBe("mine");
  });

  test("tells the leases that hold from those that are lost, in one call", async (ground) => {
    await ground.add();
    const old = await ground.lease();
    await loseLease(ground);
    const held = await ground.lease({ worker: "worker-2" });
    const beats = [{ lease: old.lease, progress: "old" }, { lease: held.lease }];
    expect(await ground.queue.heartbeat(beats, ground.leaseMs)).toEqual({
      lost: [old.lease],
      cancelled: [],
    });
    const ends = [old, held].map(({ lease }) => ({
      lease,
      ending: { kind: "done", result: lease.token } as const,
    }));
    expect(await ground.queue.settle(ends)).toEqual([false, true]);
    expect((await ground.get(held.id)).result).toBe(held.lease.token);
  });

  test("takes back nothing that a worker elsewhere may hold", async (ground) => {
    if (ground.queue.capabilities.recovers) return;
    await ground.add();
    const held = await ground.lease();
    expect(await ground.queue.recover("worker-2")).toEqual([]);
    expect(await ground.settle(held, { kind: "done", result: null })).toBe(true);
  });

  test("takes back at once what the other workers hold", async (ground) => {
    if (!ground.queue.capabilities.recovers) return;
    const theirs = await ground.add({ lane: "a" });
    const old = await ground.lease({ worker: "worker-1" });
    await ground.beat(old, { process: aJobProcess });
    const mine = await ground.add({ lane: "b" });
    const held = await ground.lease({ worker: "worker-2" });
    const recovered = await ground.queue.recover("worker-2");
    expect(recovered).toEqual([await ground.get(theirs)]);
    expect(recovered[0]).toMatchObject({ state: "queued", crashes: 1, process: null });
    await expectFenced(ground, old, "queued");
    expect(await ground.get(mine)).toMatchObject({ state: "running", worker: "worker-2" });
    expect(await ground.settle(held, { kind: "done", result: null })).toBe(true);
    expect(await ground.queue.recover("worker-2")).toEqual([]);
  });

  test("blames no job that had not started anything yet", async (ground) => {
    const id = await ground.add();
    for (let deaths = 0; deaths < 5; deaths += 1) {
      await ground.lease();
      await ground.takeBack();
      expect(await ground.get(id)).toMatchObject({ state: "queued", crashes: 0, attempts: 0 });
    }
  });

  test("buries a job that never came to an end three times in a row", async (ground) => {
    const id = await ground.add();
    expect(await ground.crash()).toMatchObject({ id, state: "queued", crashes: 1 });
    expect(await ground.crash()).toMatchObject({ id, state: "queued", crashes: 2 });
    expect(await ground.crash()).toMatchObject({
      id,
      state: "dead",
      crashes: 3,
      failure: { kind: "crashed" },
      finishedAt: ground.now,
    });
    expect(await ground.claim()).toEqual([]);
  });

  test("forgives the crashes of a job that comes to an end", async (ground) => {
    const id = await ground.add();
    await ground.crash();
    await ground.crash();
    await ground.fail(await ground.lease());
    expect(await ground.get(id)).toMatchObject({ state: "retrying", attempts: 1, crashes: 0 });
    expect(await ground.crash()).toMatchObject({ state: "queued", attempts: 1, crashes: 1 });
  });
}

/** Lets the lease of what runs run out. */
async function loseLease(ground: QueueGround): Promise<void> {
  await ground.pass(ground.leaseMs + 1);
  expect(await ground.queue.expire()).toHaveLength(1);
}

async function expectFenced(
  ground: QueueGround,
  old: Awaited<ReturnType<QueueGround["lease"]>>,
  state: string,
): Promise<void> {
  const pulse = await ground.beat(old, { progress: "stale", process: aJobProcess });
  expect(pulse).toEqual({ lost: [old.lease], cancelled: [] });
  const before = await ground.get(old.id);
  expect(before.progress).not.toBe("stale");
  for (const ending of [
    { kind: "done", result: "stale" },
    { kind: "failed", failure: aJobFailure, runAt: 0 },
    { kind: "dead", failure: aJobFailure },
    { kind: "released" },
    { kind: "cancelled" },
  ] as const) {
    expect(await ground.settle(old, ending)).toBe(false);
  }
  expect(await ground.get(old.id)).toEqual(before);
  expect(before.state).toBe(state);
}
