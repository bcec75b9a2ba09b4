import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { fileBelow, fromGit } from "../../src/git/path-bytes.ts";
import { openGit } from "../../src/git/run-git.ts";
import { findTaskFiles } from "../../src/tasks/find-task-files.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";

let scratch: Scratch;
let here: AbsolutePath;

beforeEach(async () => {
  scratch = await makeScratch("find-task-files");
  here = await scratch.clone(await scratch.remote(), "here");
  await mkdir(join(here, "docs"));
  for (const name of ["a.ts", "docs/b.ts", "docs/it's $(x).md", "caf\xe9.ts"]) {
    await writeFile(fileBelow(here, fromGit(name)), "");
  }
  await scratch.git(here, "add", "-A");
  await writeFile(join(here, "new.ts"), "");
});

afterEach(() => scratch.remove());

const find = (include: string[], exclude: string[] = [], most = 9) =>
  findTaskFiles(
    openGit({ env: scratch.env, log: memoryLog().log }, here),
    { include, exclude },
    most,
  );

test("the files of a task are those that git tracks and its patterns match", async () => {
  expect(await find(["*.ts"])).toEqual({
    kind: "found",
    count: 3,
    first: ["a.ts", "caf\xe9.ts", "docs/b.ts"],
  });
  expect(await find(["*.ts"], ["docs/"], 1)).toEqual({ kind: "found", count: 2, first: ["a.ts"] });
  expect(await find([], ["*.ts"])).toMatchObject({ first: ["README.md", "docs/it's $(x).md"] });
  expect(await find(["*.go"])).toEqual({ kind: "found", count: 0, first: [] });
});
