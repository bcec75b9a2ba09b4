import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import type { Stage } from "./make-stage.ts";

/**
 * Checks that a look left a repository as git would: every object readable, no lock of git's, no
 * file of a move that is not finished, no change in the work tree.
 */
export async function expectWhole(stage: Stage, repository: string = stage.here): Promise<void> {
  expect(await leftovers(join(repository, ".git"))).toEqual([]);
  await stage.scratch.git(repository, "fsck", "--no-progress", "--no-dangling");
  const changes = await stage.scratch.git(repository, "status", "--porcelain", "-z");
  expect(changes).toBe("");
}

/** Names what git itself would leave behind where it is ended in the middle. */
async function leftovers(gitDir: string): Promise<string[]> {
  const files = await readdir(gitDir, { recursive: true });
  return files.filter((file) => /\.lock$|tmp_pack_|tmp_obj_/.test(file) && !isOurs(file));
}

/** The lock that Hookline's processes share is a file that stays. */
function isOurs(file: string): boolean {
  return file.startsWith("hookline");
}
