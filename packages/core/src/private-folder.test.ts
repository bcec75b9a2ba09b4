import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makePrivateFolder } from "./private-folder.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "hookline-folder-"));
});
afterEach(() => rm(root, { recursive: true }));

test("a folder is made with those above it, for this user alone, once", async () => {
  const folder = join(root, "a", "b");
  await makePrivateFolder(folder);
  await makePrivateFolder(folder);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect((await stat(join(root, "a"))).mode & 0o777).toBe(0o700);
});

test("a file system that makes no folders is an error, and comes to an end", async () => {
  await expect(makePrivateFolder("/proc/hookline/state")).rejects.toThrow("ENOENT");
});
