import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AutoCommits } from "../../src/agent/auto-commits.ts";
import { LONGEST_WAIT_MS, STILL_MS } from "../../src/decide/auto-commit.ts";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { FakeClock } from "../../src/testing/fake-clock.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";

let scratch: Scratch;
let here: AbsolutePath;
let clock: FakeClock;
let autoCommits: AutoCommits;
let settled: number;

beforeEach(async () => {
  scratch = await makeScratch("auto-commits");
  here = await scratch.clone(await scratch.remote(), "here");
  await writeFile(join(here, ".gitignore"), "ignored/\n*.tmp\n");
  await mkdir(join(here, "ignored"));
  await mkdir(join(here, "deep"));
  clock = new FakeClock();
  settled = 0;
  autoCommits = new AutoCommits({
    door: { env: scratch.env, log: memoryLog().log },
    clock,
    changed: () => void (settled += 1),
  });
});

afterEach(async () => {
  await autoCommits.close();
  await scratch.remove();
});

/** Begins to watch, and waits until a change is noticed. */
async function begin(): Promise<void> {
  await autoCommits.follow(here, true);
  await vi.waitFor(async () => {
    await writeFile(join(here, "probe.txt"), String(Math.random()));
    clock.advance(LONGEST_WAIT_MS);
    await Promise.resolve();
    expect(settled).toBeGreaterThan(1);
  });
  await quiet();
  settled = 0;
}

/** Lets everything that was noticed come to rest: file events arrive in real time. */
async function quiet(): Promise<void> {
  for (let calm = 0, before = settled; calm < 5; before = settled) {
    await new Promise((resolve) => setTimeout(resolve, 60));
    clock.advance(LONGEST_WAIT_MS);
    await Promise.resolve();
    calm = settled === before ? calm + 1 : 0;
  }
}

describe("a watched work tree", () => {
  test("is looked at once at the beginning, for what changed before", async () => {
    await autoCommits.follow(here, true);
    await vi.waitFor(() => {
      clock.advance(STILL_MS);
      expect(settled).toBe(1);
    });
  });

  test.each(["new.txt", "deep/new.txt", "fresh/folder/new.txt", "README.md"])(
    "tells that %s changed, once it is still",
    async (file) => {
      await begin();
      await mkdir(join(here, file, ".."), { recursive: true });
      await writeFile(join(here, file), "new");
      await vi.waitFor(() => {
        clock.advance(STILL_MS);
        expect(settled).toBeGreaterThan(0);
      });
    },
  );

  test("tells of a deletion", async () => {
    await begin();
    await rm(join(here, "README.md"));
    await vi.waitFor(() => {
      clock.advance(STILL_MS);
      expect(settled).toBeGreaterThan(0);
    });
  });

  test("says nothing of git's own files, of ignored folders and of repositories inside", async () => {
    await scratch.git(here, "init", "--quiet", "nested");
    await begin();
    await scratch.git(here, "commit", "--quiet", "--allow-empty", "-m", "x");
    await scratch.git(join(here, "nested"), "commit", "--quiet", "--allow-empty", "-m", "x");
    await writeFile(join(here, "ignored", "x"), "x");
    await quiet();
    expect(settled).toBe(0);
  });

  test("says nothing any more when it is left", async () => {
    await begin();
    await autoCommits.follow(here, false);
    await writeFile(join(here, "new.txt"), "new");
    await quiet();
    expect(settled).toBe(0);
  });

  test("that cannot be watched is a warning, and polls look instead", async () => {
    await begin();
    autoCommits.polled(here);
    expect(settled).toBe(0);
    expect(autoCommits.warnings(here)).toEqual([]);
    autoCommits.failed(here, "ENOSPC: System limit for number of file watchers reached");
    expect(autoCommits.warnings(here)).toEqual([
      "The files cannot be watched: the system's limit on watches is reached (on Linux: fs.inotify.max_user_watches). Changes are found every syncInterval instead.",
    ]);
    autoCommits.polled(here);
    expect(settled).toBe(1);
  });
});
