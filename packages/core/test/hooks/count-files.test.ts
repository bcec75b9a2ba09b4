import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { countFiles, type FileCount } from "../../src/git/count-files.ts";
import { openGit } from "../../src/git/run-git.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";

let scratch: Scratch;
let here: AbsolutePath;

beforeEach(async () => {
  scratch = await makeScratch("count");
  here = await scratch.clone(await scratch.remote(), "here");
});

afterEach(() => scratch.remove());

const git = (...args: string[]) => scratch.git(here, ...args);
const count = (how: Partial<FileCount> = {}, where = here) =>
  countFiles(openGit({ env: scratch.env, log: memoryLog().log }, where), {
    of: "commit",
    most: 1000,
    signal: new AbortController().signal,
    ...how,
  });

async function commitFiles(names: readonly string[]): Promise<void> {
  await mkdir(join(here, "deep", "er"), { recursive: true });
  for (const name of names) await writeFile(join(here, name), `${Math.random()}\n`);
  await git("add", "--all");
  await git("commit", "--quiet", "-m", "files");
}

test("what the commit changed: added, edited, removed, at any depth, with any name", async () => {
  await commitFiles(["a", "b", "deep/er/c"]);
  expect(await count()).toBe(3);
  await git("rm", "--quiet", "a");
  await commitFiles(["b", "new\nline", "tab\tulator", "ünïcode"]);
  expect(await count()).toBe(5);
});

test("all of the first commit, none of an empty one", async () => {
  expect(await count()).toBe(1);
  await git("commit", "--quiet", "--allow-empty", "-m", "nothing");
  expect(await count()).toBe(0);
});

test("a merge by its own branch", async () => {
  await git("switch", "--quiet", "-c", "side");
  await commitFiles(["s1", "s2"]);
  await git("switch", "--quiet", "main");
  await commitFiles(["m1"]);
  await git("merge", "--quiet", "--no-edit", "side");
  expect(await count()).toBe(2);
});

test("what the upstream lacks, over several commits", async () => {
  expect(await count({ of: "unpushed" })).toBe(0);
  await commitFiles(["a"]);
  await commitFiles(["a", "b"]);
  expect(await count({ of: "unpushed" })).toBe(2);
});

test("more than anyone wants to know", async () => {
  await commitFiles(["a", "b", "deep/er/c"]);
  expect(await count({ most: 3 })).toBe(3);
  expect(await count({ most: 2 })).toBe("more");
});

test("a hundred thousand names are counted as they come, and not kept", async () => {
  const blob = await git("rev-parse", "HEAD:README.md");
  const name = "n".repeat(200);
  const lines = Array.from(
    { length: 60_000 },
    (_unused, at) => `100644 blob ${blob}\t${name}${at}`,
  );
  await writeFile(join(scratch.root, "tree"), `${lines.join("\n")}\n`);
  const tree = await scratch.git(here, "-c", "alias.mk=!git mktree <../tree", "mk");
  const big = await git("commit-tree", "-p", "HEAD", "-m", "big", tree);
  await git("update-ref", "HEAD", big);
  expect(await count({ most: 100_000 })).toBe(60_001);
  expect(await count({ most: 10 })).toBe("more");
});

test("null where git cannot say, or nobody waits any more", async () => {
  await git("switch", "--quiet", "--orphan", "fresh");
  expect(await count()).toBeNull();
  expect(await count({ of: "unpushed" })).toBeNull();
  expect(await count({}, scratch.path("nowhere"))).toBeNull();
  await git("switch", "--quiet", "main");
  expect(await count({ signal: AbortSignal.abort() })).toBeNull();
});
