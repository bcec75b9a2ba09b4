import { expect } from "vitest";
import type { JobId, NewJob } from "../../queue/job-queue.ts";
import type { QueueGround, QueueTest } from "./queue-ground.ts";

/** What every engine does with a newer job for the same thing. */
export function dedupeContract(test: QueueTest): void {
  test("puts a newer job in the place of the one that waits", async (ground) => {
    const first = await ground.add({ dedupeKey: "a.md", payload: 1, run: "run 1" });
    const other = await ground.addLater();
    await ground.pass(1_000);
    expect(await again(ground, { payload: 2, run: "run 2" })).toEqual({
      id: first,
      kind: "replaced",
    });
    expect(await ground.get(first)).toMatchObject({ payload: 2, run: "run 2", state: "queued" });
    expect(await ground.drain()).toEqual([first, other]);
  });

  test("keeps the earlier of both run times", async (ground) => {
    const at = ground.now + 5_000;
    const id = await ground.add({ dedupeKey: "a.md", runAt: at });
    await again(ground, { runAt: at + 1 });
    expect((await ground.get(id)).runAt).toBe(at);
    await again(ground, { runAt: null });
    expect((await ground.get(id)).runAt).toBe(at);
    await again(ground, { runAt: at - 1 });
    expect((await ground.get(id)).runAt).toBe(at - 1);
  });

  test("gives a job that waits for a person the time of the newer one", async (ground) => {
    const id = await ground.add({ dedupeKey: "a.md", runAt: null });
    await again(ground, { runAt: null });
    expect((await ground.get(id)).runAt).toBeNull();
    await again(ground, { runAt: ground.now });
    expect(await ground.drain()).toEqual([id]);
  });

  test("replaces within one call", async (ground) => {
    const [first, second] = await ground.queue.enqueue([
      ground.job({ dedupeKey: "a.md", payload: 1 }),
      ground.job({ dedupeKey: "a.md", payload: 2 }),
    ]);
    expect(second).toEqual({ id: first?.id, kind: "replaced" });
    expect(second && (await ground.get(second.id)).payload).toBe(2);
    expect(await ground.listed()).toHaveLength(1);
  });

  test("starts afresh a job that waits out its backoff", async (ground) => {
    const id = await ground.add({ dedupeKey: "a.md" });
    await ground.crash();
    await ground.fail(await ground.lease(), 1_000);
    const runAt = ground.now + 9_000;
    expect(await again(ground, { payload: 2, runAt })).toEqual({ id, kind: "replaced" });
    expect(await ground.get(id)).toMatchObject({
      state: "queued",
      payload: 2,
      runAt,
      attempts: 0,
      crashes: 0,
      failure: null,
    });
  });

  test("never touches a job that runs: the newer one follows it", async (ground) => {
    const first = await ground.add({ dedupeKey: "a.md", payload: 1 });
    const leased = await ground.lease();
    const followUp = await again(ground, { payload: 2 });
    expect(followUp?.kind).toBe("queued");
    expect(await ground.get(first)).toMatchObject({ state: "running", payload: 1 });
    expect(await again(ground, { payload: 3 })).toEqual({ id: followUp?.id, kind: "replaced" });
    expect(await ground.settle(leased, { kind: "done", result: null })).toBe(true);
    expect(await ground.lease()).toMatchObject({ id: followUp?.id, payload: 3, attempt: 1 });
  });

  test("never runs two jobs for the same thing at once", async (ground) => {
    await ground.add({ dedupeKey: "a.md" });
    const leased = await ground.lease();
    const followUp = await ground.add({ dedupeKey: "a.md", priority: 9 });
    const other = await ground.add();
    expect(await ground.drain({ most: 3 })).toEqual([other]);
    await ground.settle(leased, { kind: "done", result: null });
    expect(await ground.drain()).toEqual([followUp]);
  });

  test("leaves alone what has ended", async (ground) => {
    const done = await ground.addDone({ dedupeKey: "a.md" });
    const dead = await ground.addDead({ dedupeKey: "a.md" });
    const cancelled = await ground.add({ dedupeKey: "a.md" });
    await ground.queue.cancel({ ids: [cancelled] });
    const fresh = await again(ground, {});
    expect(fresh?.kind).toBe("queued");
    expect(await ground.listed()).toEqual([fresh?.id, cancelled, dead, done]);
  });

  test("never takes jobs without a key for each other", async (ground) => {
    const ids = [await ground.add(), await ground.add({ dedupeKey: "" }), await ground.add()];
    expect(new Set(ids).size).toBe(3);
  });
}

/** Puts in a newer job for `a.md`. */
async function again(
  ground: QueueGround,
  differs: Partial<NewJob>,
): Promise<{ readonly id: JobId; readonly kind: string } | undefined> {
  const [enqueued] = await ground.queue.enqueue([ground.job({ dedupeKey: "a.md", ...differs })]);
  return enqueued;
}
