import { expect } from "vitest";
import type { QueueGround, QueueTest } from "./queue-ground.ts";

/** How every engine shares out its workers. */
export function turnContract(test: QueueTest): void {
  test("lets lanes take turns, however full they are", async (ground) => {
    await fill(ground, ["a", "a", "a", "a", "b", "b", "c"]);
    const turns = await lanesOf(ground, 7);
    expect(turns.toSorted()).toEqual(["a", "a", "a", "a", "b", "b", "c"]);
    if (!ground.queue.capabilities.fairLanes) return;
    expect(turns.slice(0, 3).toSorted()).toEqual(["a", "b", "c"]);
    expect(turns.slice(3, 5).toSorted()).toEqual(["a", "b"]);
  });

  test("lets a lane that comes later have its turn", async (ground) => {
    await fill(ground, ["a", "a", "a"]);
    expect(await lanesOf(ground, 1)).toEqual(["a"]);
    await fill(ground, ["b"]);
    if (ground.queue.capabilities.fairLanes) expect(await lanesOf(ground, 1)).toEqual(["b"]);
  });

  test("lets no urgent lane starve another", async (ground) => {
    await ground.add({ lane: "b" });
    await ground.add({ lane: "a", priority: 9 });
    await ground.add({ lane: "a", priority: 9 });
    const turns = await lanesOf(ground, 2);
    if (ground.queue.capabilities.fairLanes) expect(turns.toSorted()).toEqual(["a", "b"]);
  });

  test("stays with a lane while that is wanted and it has something due", async (ground) => {
    await fill(ground, ["a", "b", "a", "b"]);
    const turns = [await lanesOf(ground, 2, "b"), await lanesOf(ground, 2, "b")];
    expect(turns).toEqual([
      ["b", "b"],
      ["a", "a"],
    ]);
  });

  test("runs no more of a lane at once than wanted", async (ground) => {
    await fill(ground, ["a", "a", "a", "b"]);
    const first = await ground.claim({ lane: "a", most: 5, perLane: 2 });
    expect(first.map(({ lane }) => lane)).toEqual(["a", "a"]);
    expect(await lanesOf(ground, 1, "a", 2)).toEqual(["b"]);
    expect(await ground.claim({ perLane: 2 })).toEqual([]);
    expect(first[0] && (await ground.settle(first[0], { kind: "released" }))).toBe(true);
    expect((await ground.claim({ most: 5, perLane: 2 })).map(({ lane }) => lane)).toEqual(["a"]);
  });

  test("passes over lanes that hold only what must not run now", async (ground) => {
    await ground.add({ lane: "a", dedupeKey: "a.md" });
    await ground.lease();
    await ground.add({ lane: "a", dedupeKey: "a.md" });
    await ground.add({ lane: "b", kind: "translate" });
    const last = await ground.add({ lane: "c" });
    expect((await ground.lease({ lane: "a", except: ["translate"] })).id).toBe(last);
  });

  test("runs no more of a kind at once than wanted, over all lanes", async (ground) => {
    if (!ground.queue.capabilities.kindLimits) return;
    const perKind = { document: 2 };
    await fill(ground, ["a", "a", "a", "b"]);
    const other = await ground.add({ kind: "translate" });
    const [first] = await ground.claim({ lane: "a", most: 5, perKind, except: ["translate"] });
    expect(await ground.drain({ perKind })).toEqual([other]);
    expect((await ground.queue.counts({ kind: "document" })).running).toBe(2);
    if (first !== undefined) await ground.settle(first, { kind: "done", result: null });
    expect(await ground.drain({ perKind })).toHaveLength(1);
  });

  test("lets no limited kind block what stands behind it", async (ground) => {
    if (!ground.queue.capabilities.kindLimits) return;
    const perKind = { document: 1 };
    await fill(ground, ["a", "a"]);
    await ground.add({ kind: "translate" });
    await ground.add({ kind: "translate", lane: "b" });
    const kinds = (await ground.claim({ lane: "a", most: 3, perKind })).map(({ kind }) => kind);
    expect(kinds).toEqual(["document", "translate"]);
    expect(await ground.drain({ perKind })).toHaveLength(1);
  });

  test("gives nothing of a kind that is paused, and everything else", async (ground) => {
    await ground.add({ priority: 9 });
    await ground.add({ kind: "translate", lane: "b" });
    const here = await ground.add({ kind: "check" });
    expect(await ground.drain({ except: ["document", "translate"] })).toEqual([here]);
    expect(await ground.drain({ except: ["check"] })).toHaveLength(2);
  });
}

async function fill(ground: QueueGround, lanes: readonly string[]): Promise<void> {
  await ground.queue.enqueue(lanes.map((lane) => ground.job({ lane })));
}

/** Claims one job after the other; the lanes they are of. */
async function lanesOf(
  ground: QueueGround,
  claims: number,
  lane?: string,
  perLane = 100,
): Promise<string[]> {
  const lanes: string[] = [];
  for (let count = 0; count < claims; count += 1) {
    lanes.push((await ground.lease({ lane, perLane })).lane);
  }
  return lanes;
}
