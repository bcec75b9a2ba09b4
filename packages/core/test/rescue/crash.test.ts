import { spawnSync } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type AbsolutePath, refName } from "../../src/decide/brands.ts";
import { createRescueRef } from "../../src/rescue/create-rescue-ref.ts";
import { listRescues } from "../../src/rescue/list-rescues.ts";
import { restoreFiles } from "../../src/rescue/restore-files.ts";
import { takeSnapshot } from "../../src/rescue/take-snapshot.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";
import { aRequest, rescueTools, valueOf } from "./a-work-tree.ts";

const CHILD = fileURLToPath(import.meta.resolve("./crash-child.ts"));

let scratch: Scratch;
let here: AbsolutePath;

beforeEach(async () => {
  scratch = await makeScratch("crash");
  here = await scratch.clone(await scratch.remote(), "here");
  await writeFile(join(here, "README.md"), "edited\n");
  await writeFile(join(here, "new.txt"), "nowhere else\n");
  await scratch.git(here, "add", "new.txt");
});

afterEach(() => scratch.remove());

/** Kills a rescue while its n-th git command runs, which may itself go on; says whether it had said `done`. */
function killedAt(command: number): { readonly done: boolean } {
  const ref = `refs/hookline/rescue/20260131T1200${String(command).padStart(2, "0")}Z-diverged-aaaaaaaa`;
  const { stdout, signal, stderr } = spawnSync(
    process.execPath,
    [CHILD, here, ref, String(command)],
    { env: scratch.env, encoding: "utf8" },
  );
  const done = stdout.startsWith("done");
  if (signal !== "SIGKILL" && !done) throw new Error(stderr);
  return { done };
}

test("killed at any point, a rescue is there whole or not at all, and the next one succeeds", async () => {
  const index = await readFile(join(here, ".git/index"));
  let command = 1;
  for (; !killedAt(command).done; command += 1) {
    const tools = await rescueTools(scratch, here);
    for (const rescue of valueOf(await listRescues(tools))) {
      const restored = valueOf(await restoreFiles(tools, rescue, { paths: [], root: here }));
      expect(restored.files).toEqual([
        { path: "README.md", put: { kind: "same" } },
        { path: "new.txt", put: { kind: "same" } },
      ]);
      await scratch.git(here, "update-ref", "-d", rescue.ref);
    }
    expect(await readFile(join(here, ".git/index"))).toEqual(index);
  }
  expect(command).toBeGreaterThan(15);
  const tools = await rescueTools(scratch, here);
  const snapshot = valueOf(await takeSnapshot(tools, await aRequest(scratch, here)));
  const ref = refName("refs/hookline/rescue/20270131T120000Z-diverged-aaaaaaaa");
  expect(await createRescueRef(tools, ref, snapshot.commit)).toEqual({ kind: "done" });
  expect(await readdir(join(here, ".git/hookline"))).toEqual([]);
  expect(await scratch.git(here, "fsck", "--no-dangling")).toBe("");
  // Some twenty processes, one after the other.
}, 240_000);
