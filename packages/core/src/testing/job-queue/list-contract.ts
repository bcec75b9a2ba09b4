import { expect } from "vitest";
import { aJobFailure, type QueueTest } from "./queue-ground.ts";

/** How every engine tells what is in it. */
export function listContract(test: QueueTest): void {
  test("lists the newest first, page after page", async (ground) => {
    const ids = [];
    for (let count = 0; count < 5; count += 1) ids.push(await ground.add({ priority: count % 2 }));
    const pages = [];
    let before = undefined;
    for (;;) {
      const page = await ground.queue.list({}, { most: 2, before });
      if (page.length === 0) break;
      pages.push(page.map(({ id }) => id));
      before = page.at(-1)?.id;
    }
    const [first, second, third, fourth, fifth] = ids;
    expect(pages).toEqual([[fifth, fourth], [third, second], [first]]);
  });

  test("pages through a selection", async (ground) => {
    const [mine] = [await ground.add({ lane: "b" }), await ground.add(), await ground.add()];
    const newest = await ground.add({ lane: "b" });
    const page = { most: 1, before: newest };
    expect((await ground.queue.list({ lane: "b" }, page)).map(({ id }) => id)).toEqual([mine]);
  });

  test("lists whole jobs", async (ground) => {
    const id = await ground.add({ payload: { path: "a.md" }, dedupeKey: "a.md" });
    expect(await ground.queue.list({ ids: [id] }, { most: 9 })).toEqual([await ground.get(id)]);
  });

  test("counts the jobs in each state", async (ground) => {
    const none = { queued: 0, running: 0, retrying: 0, done: 0, dead: 0, cancelled: 0 };
    expect(await ground.queue.counts()).toEqual(none);
    await ground.addDone();
    await ground.addDead({ run: "run 1" });
    await ground.queue.cancel({ ids: [await ground.add({ run: "run 1" })] });
    await ground.add();
    await ground.settle(await ground.lease(), {
      kind: "failed",
      failure: aJobFailure,
      runAt: ground.now + 1,
    });
    await ground.add();
    await ground.lease();
    await ground.queue.enqueue([ground.job({ run: "run 1" }), ground.job({ runAt: null })]);
    expect(await ground.queue.counts()).toEqual({
      queued: 2,
      running: 1,
      retrying: 1,
      done: 1,
      dead: 1,
      cancelled: 1,
    });
    expect(await ground.queue.counts({ run: "run 1" })).toEqual({
      ...none,
      queued: 1,
      dead: 1,
      cancelled: 1,
    });
    expect(await ground.queue.counts({ ids: [] })).toEqual(none);
  });

  test("knows when the next job can be claimed", async (ground) => {
    const { queue, now } = ground;
    expect(await queue.nextRunAt([])).toBeUndefined();
    await ground.add({ runAt: null });
    expect(await queue.nextRunAt([])).toBeUndefined();
    await ground.add({ runAt: now + 9_000 });
    expect(await queue.nextRunAt([])).toBe(now + 9_000);
    await ground.add({ kind: "translate", runAt: now + 5_000, priority: -1 });
    expect(await queue.nextRunAt([])).toBe(now + 5_000);
    expect(await queue.nextRunAt(["translate"])).toBe(now + 9_000);
    expect(await queue.nextRunAt(["translate", "document"])).toBeUndefined();
    const due = await ground.add({ runAt: now - 3_000 });
    expect(await queue.nextRunAt([])).toBe(now - 3_000);
    const leased = await ground.lease();
    expect(leased.id).toBe(due);
    expect(await queue.nextRunAt([])).toBe(now + 5_000);
    await ground.fail(leased, 2_000);
    expect(await queue.nextRunAt([])).toBe(now + 2_000);
  });
}
