import { expect, test } from "vitest";
import { aJob, aJobQueue, aRequest, LEASE_MS } from "./a-job-queue.ts";

test("of two jobs that recorded one process id, each keeps when its process began", async () => {
  const { queue } = aJobQueue();
  await queue.enqueue([aJob(), aJob()]);
  const [first, second] = await queue.claim(aRequest({ most: 2 }));
  if (!first || !second) return expect.fail("two jobs were due");
  // The first one's process ended, and the system gave its id to the second one's.
  const reused = [
    { lease: first.lease, process: { pid: 7, startedAt: "boot+100" } },
    { lease: second.lease, process: { pid: 7, startedAt: "boot+900" } },
  ];
  await queue.heartbeat(reused, LEASE_MS);
  const left = await queue.list({ states: ["running"] }, { most: 9 });
  expect(left.map(({ id, process }) => ({ id, process }))).toEqual([
    { id: second.id, process: { pid: 7, startedAt: "boot+900" } },
    { id: first.id, process: { pid: 7, startedAt: "boot+100" } },
  ]);
});

test("what a job started is told until the job is taken back, and never afterwards", async () => {
  const opened = aJobQueue();
  await opened.queue.enqueue([aJob()]);
  const [leased] = await opened.queue.claim(aRequest({ worker: "dead agent" }));
  if (!leased) return expect.fail("a job was due");
  const process = { pid: 7, startedAt: "boot+100" };
  await opened.queue.heartbeat([{ lease: leased.lease, process }], LEASE_MS);
  opened.reopen();
  expect(await opened.queue.get(leased.id)).toMatchObject({ state: "running", process });
  expect(await opened.queue.recover("me")).toMatchObject([
    { id: leased.id, state: "queued", process: null, crashes: 1 },
  ]);
  // By now the process id may be somebody else's.
  const [again] = await opened.queue.claim(aRequest());
  expect(again).toMatchObject({ id: leased.id, process: null });
});

test("a process that has ended before its job is forgotten by its heartbeat", async () => {
  const { queue } = aJobQueue();
  await queue.enqueue([aJob()]);
  const [leased] = await queue.claim(aRequest());
  if (!leased) return expect.fail("a job was due");
  const { lease } = leased;
  await queue.heartbeat([{ lease, process: { pid: 7, startedAt: "boot+100" } }], LEASE_MS);
  await queue.heartbeat([{ lease, progress: 1 }], LEASE_MS);
  expect(await queue.get(leased.id)).toMatchObject({ process: { pid: 7 } });
  await queue.heartbeat([{ lease, process: null }], LEASE_MS);
  expect(await queue.get(leased.id)).toMatchObject({ process: null, progress: 1 });
});
