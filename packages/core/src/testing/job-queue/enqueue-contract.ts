import { expect } from "vitest";
import type { JsonValue } from "../../queue/job-queue.ts";
import type { QueueTest } from "./queue-ground.ts";

const HOSTILE_JSON: readonly JsonValue[] = [
  null,
  0,
  "",
  [],
  {},
  { deep: [true, null, -1.5e-7, { deep: [[]] }] },
  "\u{0}\u{1f}\u{7f}\u{2028}\u{d800}\u{1f600}'\"\\%$1",
];

/** What every engine does when jobs are put into it. */
export function enqueueContract(test: QueueTest): void {
  test("keeps everything about a job, which then waits", async (ground) => {
    const job = ground.job({
      kind: "document",
      lane: "/code/notes",
      payload: { path: "a.md" },
      dedupeKey: "a.md",
      run: "run 1",
      priority: 7,
      runAt: ground.now + 5_000,
    });
    const [enqueued] = await ground.queue.enqueue([job]);
    expect(enqueued).toEqual({ id: enqueued?.id, kind: "queued" });
    expect(enqueued && (await ground.get(enqueued.id))).toEqual({
      ...job,
      id: enqueued?.id,
      state: "queued",
      attempts: 0,
      crashes: 0,
      worker: null,
      process: null,
      progress: null,
      result: null,
      failure: null,
      enqueuedAt: ground.now,
      startedAt: null,
      finishedAt: null,
    });
  });

  test("answers in the order of the jobs, each with an id of its own", async (ground) => {
    const names = ["x", "y", "z"];
    const enqueued = await ground.queue.enqueue(names.map((payload) => ground.job({ payload })));
    expect(new Set(enqueued.map(({ id }) => id)).size).toBe(3);
    const kept = await Promise.all(enqueued.map(({ id }) => ground.get(id)));
    expect(kept.map(({ payload }) => payload)).toEqual(names);
  });

  test("takes none of the jobs when one cannot be kept", async (ground) => {
    const jobs = [ground.job(), ground.job({ priority: 0.5 }), ground.job()];
    await expect(ground.queue.enqueue(jobs)).rejects.toThrow(Error);
    expect(await ground.listed()).toEqual([]);
  });

  test("does nothing with no jobs", async (ground) => {
    expect(await ground.queue.enqueue([])).toEqual([]);
  });

  test("carries whatever JSON can say, there and back", async (ground) => {
    for (const value of HOSTILE_JSON) {
      const id = await ground.add({ payload: value });
      const leased = await ground.lease();
      expect(leased.payload).toEqual(value);
      await ground.beat(leased, { progress: value });
      expect((await ground.get(id)).progress).toEqual(value);
      await ground.settle(leased, { kind: "done", result: value });
      expect((await ground.get(id)).result).toEqual(value);
    }
  });

  test("takes any text as a name", async (ground) => {
    const text = "/home/ä/'; DROP TABLE job; --\n\t%_\\ \u{1f600}";
    const id = await ground.add({ kind: text, lane: text, run: text, dedupeKey: text });
    expect(await ground.listed({ kind: text, lane: text, run: text })).toEqual([id]);
    expect(await ground.claim({ except: [text] })).toEqual([]);
    expect((await ground.lease({ lane: text, perKind: { [text]: 1 } })).dedupeKey).toBe(text);
  });
}
