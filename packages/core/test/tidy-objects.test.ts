import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { AbsolutePath } from "../src/decide/brands.ts";
import { openGit } from "../src/git/run-git.ts";
import { tidyObjects } from "../src/git/tidy-objects.ts";
import { memoryLog } from "../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../src/testing/scratch.ts";

let scratch: Scratch;
let repository: AbsolutePath;

beforeEach(async () => {
  scratch = await makeScratch("tidy");
  repository = await scratch.clone(await scratch.remote(), "here");
});

afterEach(() => scratch.remove());

const tidy = () => tidyObjects(openGit({ env: scratch.env, log: memoryLog().log }, repository));
const packs = async () => {
  const names = await readdir(join(repository, ".git", "objects", "pack"));
  return names.filter((name) => name.endsWith(".pack")).length;
};

/** Writes more loose objects than git leaves lying about (`maintenance.loose-objects.auto`, 100). */
async function scatter(): Promise<string> {
  for (let index = 0; index < 60; index += 1)
    await scratch.commit(repository, `f${index % 3}`, `${index}\n`);
  return scratch.git(repository, "hash-object", "-w", "--", "README.md");
}

test("many loose objects become a pack, and even one that nothing refers to stays", async () => {
  const lost = await scatter();
  const before = await packs();
  await tidy();
  expect(await packs()).toBe(before + 1);
  await scratch.git(repository, "cat-file", "-e", lost);
  await scratch.git(repository, "fsck", "--strict");
});

test("a few loose objects are left alone", async () => {
  await scratch.commit(repository, "one.txt");
  const before = await packs();
  await tidy();
  expect(await packs()).toBe(before);
});
