import { mkdirSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { type AbsolutePath, absolutePath, commitId, refName } from "../src/decide/brands.ts";
import { LookStore } from "../src/queue/look-store.ts";
import { SqliteJobQueue } from "../src/queue/sqlite-job-queue.ts";
import { openStore } from "../src/store/open-store.ts";
import { OperationLog } from "../src/store/operation-log.ts";
import type { Store } from "../src/store/store.ts";
import { FakeClock } from "../src/testing/fake-clock.ts";
import { memoryLog } from "../src/testing/memory-log.ts";
import { cannotCut, DISK_KINDS, Disk, type DiskKind } from "./crash/rig/disk.ts";
import { randomFrom } from "./simulator/random.ts";
import { inFolder, scratchFolder } from "./store-scratch.ts";

const clock = new FakeClock();

function aDisk(kind: DiskKind) {
  const scratch = scratchFolder();
  const folder = inFolder(scratch, "disk");
  mkdirSync(folder);
  const disk = new Disk(kind, inFolder(scratch, "image"), folder);
  onTestFinished(() => disk.discard());
  return { disk, file: inFolder(folder, "hookline.db") };
}

function open(file: AbsolutePath): Store {
  const { store, setAside } = openStore(file, clock, memoryLog().log);
  expect(setAside).toBeUndefined();
  return store;
}

/** What a store holds, in words. */
async function contentsOf(store: Store): Promise<readonly string[]> {
  const jobs = await new SqliteJobQueue(store, clock).list({}, { most: 10_000 });
  const operations = new OperationLog(store, clock).list({ limit: 10_000 });
  return [
    ...new LookStore(store, clock).list().map(({ repository }) => `look at ${repository}`),
    ...jobs.map(
      (job) => `job ${job.id} ${job.state} ${job.attempts} ${JSON.stringify(job.payload)}`,
    ),
    ...operations.map(({ id, cause, state }) => `${id} ${cause} ${state}`),
  ].toSorted();
}

const HOW_JOBS_END = [
  { kind: "done", result: null },
  { kind: "failed", failure: { kind: "exit", detail: "planned" }, runAt: 0 },
  { kind: "dead", failure: { kind: "exit", detail: "planned" } },
] as const;

/** Puts a job into the queue, or does one thing with what is in it. */
async function doOneWithJobs(store: Store, number: number, kind: number): Promise<void> {
  const queue = new SqliteJobQueue(store, clock);
  const job = { kind: "document", lane: "/repository", payload: number, run: null, priority: 0 };
  if (kind === 0) await queue.enqueue([{ ...job, dedupeKey: `${number % 3}`, runAt: 0 }]);
  if (kind === 1) await queue.cancel({ states: ["queued"] });
  if (kind === 2) await queue.retry({});
  const limits = { perLane: 9, perKind: {}, except: [] };
  const request = { worker: "worker", leaseMs: 60_000, most: 2, ...limits };
  const leased = await queue.claim(request);
  const ends = leased.flatMap(({ lease }, at) => {
    const ending = HOW_JOBS_END[(number + at) % 4];
    return ending === undefined ? [] : [{ lease, ending }];
  });
  await queue.settle(ends);
}

/** Does one thing that the agent answers for once it has returned. */
function doOne(store: Store, number: number, kind: number): void {
  const jobs = new LookStore(store, clock);
  const operations = new OperationLog(store, clock);
  const repository = absolutePath(`/repository/${number}`);
  const enqueue = () =>
    jobs.enqueueLook({ repository, reasons: ["hook"], runAt: 0, urgency: "asked" });
  const plan = () =>
    operations.plan({
      repository,
      ref: refName("refs/heads/main"),
      old: null,
      cause: "test",
      new: commitId("1".repeat(40)),
    });
  if (kind === 0) enqueue();
  if (kind === 1) plan();
  if (kind === 2) operations.settle(plan(), "done");
  if (kind < 3) return;
  enqueue();
  const claimed = jobs.claim("worker", 60_000);
  if (claimed) jobs.complete(claimed.token);
}

describe.each(DISK_KINDS)("a store on %s, after a power cut", (diskKind) => {
  const reason = cannotCut(diskKind);
  if (reason) console.log(`left out: a store and power cuts on ${diskKind}: ${reason}`);

  test.skipIf(reason)("holds exactly what was acknowledged, cut after cut", async () => {
    const { disk, file } = aDisk(diskKind);
    const random = randomFrom(diskKind === "ext4" ? 1 : 2);
    let acknowledged: readonly string[] = [];
    for (let round = 0; round < 12; round += 1) {
      const store = open(file);
      expect(await contentsOf(store)).toEqual(acknowledged);
      for (let left = random.below(8); left >= 0; left -= 1) {
        doOne(store, round * 10 + left, random.below(4));
        await doOneWithJobs(store, round * 10 + left, random.below(5));
      }
      acknowledged = await contentsOf(store);
      disk.cut();
      // The process dies with the disk; its last words go nowhere.
      expect(() => store.close()).not.toThrow(TypeError);
      disk.unmount();
      disk.mount();
    }
    expect(acknowledged.length).toBeGreaterThan(0);
  });
});
