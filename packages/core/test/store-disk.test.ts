import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { type AbsolutePath, absolutePath, commitId, refName } from "../src/decide/brands.ts";
import { LookStore } from "../src/queue/look-store.ts";
import { tryLock } from "../src/store/file-lock.ts";
import { readMigrations } from "../src/store/migrate.ts";
import { openStoreReadOnly } from "../src/store/open-read-only.ts";
import { openStore } from "../src/store/open-store.ts";
import { OperationLog } from "../src/store/operation-log.ts";
import { FakeClock } from "../src/testing/fake-clock.ts";
import { memoryLog } from "../src/testing/memory-log.ts";
import { inFolder, scratchFolder, storeFailureOf } from "./store-scratch.ts";

const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;
const mayMount = isRoot && spawnSync("unshare", ["--mount", "true"]).status === 0;
if (!mayMount) console.log("left out: full and read-only disks: only root may mount them");

const clock = new FakeClock();

function open(file: AbsolutePath) {
  return openStore(file, clock, memoryLog().log);
}

function mounted(folder: AbsolutePath, options: readonly string[]): AbsolutePath {
  execFileSync("mount", [...options, folder]);
  onTestFinished(() => void execFileSync("umount", ["--lazy", folder]));
  return folder;
}

/** A disk of its own, with room for about `freeBytes` besides a file that can be removed. */
function aSmallDisk() {
  const folder = mounted(scratchFolder(), ["-t", "tmpfs", "-o", "size=1m", "tmpfs"]);
  const ballast = inFolder(folder, "ballast");
  return {
    file: inFolder(folder, "hookline.db"),
    leaveFree: (bytes: number) => {
      const free = statfsSync(folder).bavail * statfsSync(folder).bsize;
      writeFileSync(ballast, Buffer.alloc(free - bytes));
    },
    freeAll: () => rmSync(ballast),
  };
}

describe.skipIf(!mayMount)("a full disk", () => {
  test.each([0, 4, 8, 16, 32, 40, 64])(
    "with %d KiB left gives an error with a next step, and a good database once there is room",
    (kibibytes) => {
      const disk = aSmallDisk();
      disk.leaveFree(kibibytes * 1024);
      const failure = storeFailureOf(() => open(disk.file));
      expect(failure.code).toBe("store-full");
      expect(failure.hint).toContain("Free some space");
      disk.freeAll();
      const { store, setAside } = open(disk.file);
      expect(setAside).toBeUndefined();
      store.close();
    },
  );

  test("takes no reason that was acknowledged, and acknowledges none that it cannot keep", () => {
    const disk = aSmallDisk();
    const { store } = open(disk.file);
    const jobs = new LookStore(store, clock);
    const acknowledged: AbsolutePath[] = [];
    const failure = storeFailureOf(() => {
      for (let number = 0; ; number += 1) {
        const repository = absolutePath(`/repository/${number}/${"x".repeat(1000)}`);
        jobs.enqueueLook({ repository, reasons: ["hook"], runAt: 0, urgency: "asked" });
        acknowledged.push(repository);
      }
    });
    expect(failure.code).toBe("store-full");
    const kept = () => jobs.list().map(({ repository }) => repository);
    expect(kept()).toEqual(acknowledged);
    store.close();
    const again = open(disk.file);
    expect(again.setAside).toBeUndefined();
    expect(new LookStore(again.store, clock).list()).toHaveLength(acknowledged.length);
    again.store.close();
  });

  test("fails a write that gives a row back, instead of giving the row", () => {
    const disk = aSmallDisk();
    const { store } = open(disk.file);
    const jobs = new LookStore(store, clock);
    const operations = new OperationLog(store, clock);
    const repository = absolutePath("/repository");
    jobs.enqueueLook({ repository, reasons: ["hook"], runAt: 0, urgency: "asked" });
    disk.leaveFree(0);
    const move = { ref: refName("refs/heads/main"), old: null, new: commitId("1".repeat(40)) };
    const plan = () => operations.plan({ repository, ...move, cause: "test" });
    expect(storeFailureOf(plan).code).toBe("store-full");
    expect(storeFailureOf(() => jobs.claim("worker", 1000)).code).toBe("store-full");
    disk.freeAll();
    expect(operations.list({ limit: 1 })).toEqual([]);
    expect(jobs.claim("worker", 1000)).toMatchObject({ repository });
    store.close();
  });
});

describe.skipIf(!mayMount)("a read-only disk", () => {
  test("gives an error with a next step, and everything stays as it is", () => {
    const folder = scratchFolder();
    const file = inFolder(folder, "hookline.db");
    open(file).store.close();
    const before = readFileSync(file);
    mounted(folder, ["--bind", "-o", "ro", folder]);
    expect(storeFailureOf(() => open(file)).hint).toContain("your user may");
    expect(storeFailureOf(() => openStoreReadOnly(file)).hint).toContain("your user may");
    const fresh = storeFailureOf(() => open(inFolder(folder, "new.db")));
    expect(fresh.code).toBe("store-read-only");
    expect(fresh.hint).toContain("writable");
    expect(readdirSync(folder)).toEqual(["hookline.db"]);
    expect(readFileSync(file)).toEqual(before);
  });

  test("cannot be locked, and says why", () => {
    const folder = scratchFolder();
    mounted(folder, ["--bind", "-o", "ro", folder]);
    const attempt = tryLock(inFolder(folder, "look.lock"));
    expect(attempt).toEqual({ kind: "unusable", problem: expect.stringContaining("EROFS") });
  });
});

/** Does something without root's right to write everywhere. */
function asNobody<Result>(work: () => Result): Result {
  if (!isRoot) return work();
  process.seteuid?.(NOBODY);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
  }
}

function readableByNobody(): boolean {
  try {
    return asNobody(readMigrations).length > 0;
  } catch {
    return false;
  }
}

const hasNobody = readableByNobody();
if (!hasNobody)
  console.log("left out: folders without permission: only root can read this checkout");

describe.skipIf(!hasNobody)("a folder that we may not write", () => {
  test("gives an error with a next step, and everything stays as it is", () => {
    const folder = scratchFolder();
    const file = inFolder(folder, "hookline.db");
    open(file).store.close();
    const before = readFileSync(file);
    chmodSync(folder, 0o555);
    onTestFinished(() => chmodSync(folder, 0o755));
    // Whoever owns the file may write that, but not the log beside it.
    const { code } = asNobody(() => storeFailureOf(() => open(file)));
    expect(code).toBe(isRoot ? "store-cannot-open" : "store-read-only");
    const fresh = asNobody(() => storeFailureOf(() => open(inFolder(folder, "new.db"))));
    expect(fresh.code).toBe("store-cannot-open");
    expect(asNobody(() => tryLock(inFolder(folder, "look.lock"))).kind).toBe("unusable");
    expect(readdirSync(folder)).toEqual(["hookline.db"]);
    expect(readFileSync(file)).toEqual(before);
  });
});
