import { mkdirSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { type AbsolutePath, absolutePath, commitId, refName } from "../src/decide/brands.ts";
import { LookStore } from "../src/queue/look-store.ts";
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
function contentsOf(store: Store): readonly string[] {
  const operations = new OperationLog(store, clock).list({ limit: 10_000 });
  return [
    ...new LookStore(store, clock).list().map(({ repository }) => `look at ${repository}`),
    ...operations.map(({ id, cause, state }) => `${id} ${cause} ${state}`),
  ].toSorted();
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

  test.skipIf(reason)("holds exactly what was acknowledged, cut after cut", () => {
    const { disk, file } = aDisk(diskKind);
    const random = randomFrom(diskKind === "ext4" ? 1 : 2);
    let acknowledged: readonly string[] = [];
    for (let round = 0; round < 12; round += 1) {
      const store = open(file);
      expect(contentsOf(store)).toEqual(acknowledged);
      for (let left = random.below(8); left >= 0; left -= 1) {
        doOne(store, round * 10 + left, random.below(4));
      }
      acknowledged = contentsOf(store);
      disk.cut();
      // The process dies with the disk; its last words go nowhere.
      expect(() => store.close()).not.toThrow(TypeError);
      disk.unmount();
      disk.mount();
    }
    expect(acknowledged.length).toBeGreaterThan(0);
  });
});
