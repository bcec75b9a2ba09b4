import { expect, test } from "vitest";
import { aJob, aJobQueue, aRequest } from "./a-job-queue.ts";

test("an older job that got the newest content is not given up for one in between", async () => {
  const { queue, clock } = aJobQueue();
  const change = async (number: number) => {
    clock.advance(1000);
    const [enqueued] = await queue.enqueue([aJob({ payload: number, dedupeKey: "README.md" })]);
    return enqueued ?? expect.fail("nothing was enqueued");
  };
  const failed = { kind: "dead", failure: { kind: "exit", detail: "planned" } } as const;
  const older = await change(1);
  const [first] = await queue.claim(aRequest());
  if (!first) return expect.fail("a job was due");
  await queue.settle([{ lease: first.lease, ending: failed }]);
  const newer = await change(2);
  const [second] = await queue.claim(aRequest());
  if (!second) return expect.fail("a job was due");
  await queue.settle([{ lease: second.lease, ending: failed }]);
  await queue.retry({ ids: [older.id] });
  expect(await change(3)).toEqual({ id: older.id, kind: "replaced" });
  expect(await queue.retry({ ids: [newer.id] })).toBe(1);
  expect(await queue.get(older.id)).toMatchObject({ state: "queued", payload: 3 });
  expect(await queue.get(newer.id)).toMatchObject({ state: "cancelled", payload: 2 });
});
