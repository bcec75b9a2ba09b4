import { expect } from "vitest";
import type { Job, JobId, LeasedJob } from "../../queue/job-queue.ts";
import { aJobFailure, aJobProcess, type QueueGround, type QueueTest } from "./queue-ground.ts";

/** What every engine does with a run that ends while a newer job for the same thing waits. */
export function yieldContract(test: QueueTest): void {
  const badEnds = [
    { kind: "failed", failure: aJobFailure, runAt: 0 },
    { kind: "dead", failure: aJobFailure },
    { kind: "released" },
  ] as const;
  for (const ending of badEnds) {
    test(`cancels a run that ends as ${ending.kind}`, async (ground) => {
      const { running, followUp } = await overtaken(ground);
      expect(await ground.settle(running, ending)).toBe(true);
      await expectYielded(ground, await ground.get(running.id), followUp);
    });
  }

  test("cancels a run whose worker died", async (ground) => {
    const { running, followUp } = await overtaken(ground);
    await ground.beat(running, { process: aJobProcess });
    await expectYielded(ground, await ground.takeBack(), followUp);
  });

  test("cancels a run whose lease ran out", async (ground) => {
    const { running, followUp } = await overtaken(ground);
    await ground.pass(ground.leaseMs + 1);
    const [expired] = await ground.queue.expire();
    expect(expired?.id).toBe(running.id);
    await expectYielded(ground, expired, followUp);
  });

  test("cancels a run whose worker died before it started anything", async (ground) => {
    const { followUp } = await overtaken(ground);
    await expectYielded(ground, await ground.takeBack(), followUp);
  });

  test("leaves a run that is done as it is", async (ground) => {
    const { running, followUp } = await overtaken(ground);
    await ground.settle(running, { kind: "done", result: 1 });
    expect(await ground.get(running.id)).toMatchObject({ state: "done", result: 1 });
    expect(await ground.drain()).toEqual([followUp]);
  });

  test("gives way to no follow-up that was cancelled", async (ground) => {
    const { running, followUp } = await overtaken(ground);
    await ground.queue.cancel({ ids: [followUp] });
    await ground.fail(running);
    expect((await ground.get(running.id)).state).toBe("retrying");
  });

  test("leaves a dead job cancelled whose follow-up waits, and runs that now", async (ground) => {
    const dead = await ground.addDead({ dedupeKey: "a.md" });
    const followUp = await ground.add({ dedupeKey: "a.md", payload: 2, runAt: null });
    await ground.queue.retry({ ids: [dead] });
    await expectYielded(ground, await ground.get(dead), followUp);
  });

  test("retries the newest of several for the same thing", async (ground) => {
    const older = await ground.addDead({ dedupeKey: "a.md", payload: 1 });
    const newer = await ground.addDead({ dedupeKey: "a.md", payload: 2 });
    await ground.queue.retry({});
    await expectYielded(ground, await ground.get(older), newer);
  });
}

/** A job that runs, and the newer one for the same thing that waits. */
async function overtaken(
  ground: QueueGround,
): Promise<{ readonly running: LeasedJob; readonly followUp: JobId }> {
  await ground.add({ dedupeKey: "a.md", payload: 1 });
  const running = await ground.lease();
  return { running, followUp: await ground.add({ dedupeKey: "a.md", payload: 2 }) };
}

async function expectYielded(
  ground: QueueGround,
  job: Job | undefined,
  followUp: JobId,
): Promise<void> {
  expect(job).toMatchObject({ state: "cancelled", worker: null, finishedAt: ground.now });
  expect(await ground.get(followUp)).toMatchObject({ state: "queued", payload: 2 });
  expect(await ground.drain()).toEqual([followUp]);
}
