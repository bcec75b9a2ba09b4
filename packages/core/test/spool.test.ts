import { mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AbsolutePath } from "../src/decide/brands.ts";
import { countSpooled, drainSpool, type SpoolBatch } from "../src/spool/spool.ts";
import { makeScratch, type Scratch } from "../src/testing/scratch.ts";

let scratch: Scratch;
let spool: AbsolutePath;
let kept: SpoolBatch[];

beforeEach(async () => {
  scratch = await makeScratch("spool");
  spool = scratch.path("spool");
  await mkdir(spool);
  kept = [];
});

afterEach(() => scratch.remove());

const put = (name: string, text: string) => writeFile(join(spool, name), text);
const line = (folder: string) => `v1\tpost-commit\t1-2\t.git\t${folder}\n`;
const later = () => Date.now() + 60_000;
const drain = (now = later()) => drainSpool(spool, (batch) => void kept.push(batch), now);

describe("the spool", () => {
  test("gives every record once and is empty afterwards", async () => {
    await put("1-2.req", line("/a"));
    await put("3-4.req", line("/b") + line("/c"));
    expect(countSpooled(spool)).toBe(2);
    expect(await drain()).toBe("nothing");
    expect(kept).toMatchObject([
      { records: [{ cwd: "/a" }, { cwd: "/b" }, { cwd: "/c" }], rejected: 0 },
    ]);
    expect(await readdir(spool)).toEqual([]);
    await drain();
    expect(kept).toHaveLength(1);
  });

  test("keeps the records when they could not be taken in, and gives them again", async () => {
    await put("1-2.req", line("/a"));
    await expect(
      drainSpool(spool, () => Promise.reject(new Error("the disk is full")), later()),
    ).rejects.toThrow("the disk is full");
    expect(countSpooled(spool)).toBe(1);
    await drain();
    expect(kept).toMatchObject([{ records: [{ cwd: "/a" }] }]);
  });

  test("counts what it cannot read, so that the caller looks everywhere", async () => {
    await put("1-2.req", "");
    await put("2-2.req", "garbage\n");
    await put("3-2.req", "x".repeat(70_000));
    await symlink("/etc/passwd", join(spool, "4-2.req"));
    await mkdir(join(spool, "5-2.req"));
    await drain();
    expect(kept).toMatchObject([{ records: [], rejected: 5 }]);
  });

  test("leaves a file to the hook that has just made it, and takes it once it has a line or stays empty", async () => {
    await put("1-2.req", "");
    await put("3-4.req", "");
    await put("5-6.req", line("/c"));
    expect(await drain(Date.now())).toBe("unfinished");
    expect(kept).toMatchObject([{ records: [{ cwd: "/c" }], rejected: 0 }]);
    expect(await readdir(spool)).toEqual(["1-2.req", "3-4.req"]);
    await put("1-2.req", line("/a"));
    expect(await drain(Date.now())).toBe("unfinished");
    expect(kept[1]).toMatchObject({ records: [{ cwd: "/a" }], rejected: 0 });
    expect(await drain()).toBe("nothing");
    expect(kept[2]).toMatchObject({ records: [], rejected: 1 });
    expect(await readdir(spool)).toEqual([]);
  });

  test("passes over files that are none of its own", async () => {
    await put("notes.txt", "mine");
    await put(".hidden.req", "mine");
    await drain();
    expect(kept).toEqual([]);
    expect(await readdir(spool)).toHaveLength(2);
  });

  test("takes a flood in bounded batches", async () => {
    await Promise.all(
      Array.from({ length: 620 }, (_unused, index) => put(`${index}-1.req`, line("/a"))),
    );
    expect(await drain()).toBe("more");
    expect(await drain()).toBe("nothing");
    expect(kept.map(({ records }) => records.length)).toEqual([500, 120]);
  });

  test("a folder that is not there holds nothing", () => {
    expect(countSpooled(scratch.path("nowhere"))).toBe(0);
  });
});
