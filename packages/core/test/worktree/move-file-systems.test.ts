import { spawnSync } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { absolutePath, commitId, refName } from "../../src/decide/brands.ts";
import { mendMove } from "../../src/worktree/mend-move.ts";
import { moveBranch } from "../../src/worktree/move-branch.ts";
import {
  aWorkTree,
  type Files,
  readFiles,
  toolsFor,
  type WorkTree,
  writeFiles,
} from "./a-work-tree.ts";

let tree: WorkTree | undefined;

afterEach(async () => {
  await tree?.scratch.remove();
});

async function open(first: Files, second: Files): Promise<WorkTree> {
  tree = await aWorkTree(first, second);
  return tree;
}

const DONE = { kind: "done" };

const canMount = spawnSync("unshare", ["-m", "true"]).status === 0;
if (!canMount)
  console.log("left out: moves on small and foreign file systems: mounting is not allowed");

describe.skipIf(!canMount)("on a file system of its own", () => {
  function mount(folder: string, sizeBytes: number): void {
    const options = ["-t", "tmpfs", "-o", `size=${sizeBytes}`, "tmpfs", folder];
    expect(spawnSync("mount", options).status).toBe(0);
  }

  test("a git folder elsewhere waits with its files in the work tree, unseen", async () => {
    const here = await open({ a: "1\n", b: "1\n" }, { a: "2\n", b: null, c: "1\n" });
    const root = here.scratch.path("mounted");
    await mkdir(root);
    mount(root, 4_000_000);
    try {
      await here.git(
        "worktree",
        "add",
        "--quiet",
        "-b",
        "topic",
        join(root, "tree"),
        here.request.from,
      );
      const tools = await toolsFor(absolutePath(join(root, "tree")), here.scratch, here.log);
      const request = { ...here.request, branch: refName("refs/heads/topic") };
      let seen = "";
      const git: typeof tools.git = async (command) => {
        if (command.verb === "update-ref") {
          seen = await here.scratch.git(join(root, "tree"), "status", "--porcelain", "-uall");
        }
        return tools.git(command);
      };
      expect(await moveBranch({ ...tools, git }, request)).toEqual(DONE);
      expect(seen).not.toContain("hookline");
      expect(await readFiles(join(root, "tree"))).toEqual({
        a: "2\n",
        c: "1\n",
        "keep.txt": "kept",
      });
      expect(await here.scratch.git(join(root, "tree"), "status", "--porcelain")).toBe("");
    } finally {
      spawnSync("umount", [root]);
    }
  });

  test("which copies a file for its rename (overlayfs) moves", async () => {
    const here = await open({ a: "1\n", "b/c": "1\n" }, { a: "2\n", "b/c": null, d: "1\n" });
    const layers = here.scratch.path("layers");
    const root = here.scratch.path("merged");
    await mkdir(layers);
    await mkdir(root);
    mount(layers, 4_000_000);
    try {
      await mkdir(join(layers, "upper"));
      await mkdir(join(layers, "work"));
      const options = `lowerdir=${here.root},upperdir=${layers}/upper,workdir=${layers}/work,xino=off`;
      expect(spawnSync("mount", ["-t", "overlay", "-o", options, "overlay", root]).status).toBe(0);
      expect(await moveBranch(await toolsFor(root, here.scratch, here.log), here.request)).toEqual(
        DONE,
      );
      expect(await here.scratch.git(root, "status", "--porcelain")).toBe("");
    } finally {
      spawnSync("umount", [root]);
      spawnSync("umount", [layers]);
    }
  });

  test("a full disk leaves everything as it was, and is called that", async () => {
    const here = await open({}, {});
    const root = here.scratch.path("mounted");
    await mkdir(root);
    mount(root, 2_000_000);
    try {
      const git = (...args: string[]): Promise<string> => here.scratch.git(root, ...args);
      await git("init", "--quiet");
      await writeFiles(root, { a: "1\n", b: "1\n" });
      await git("add", "--all");
      await git("commit", "--quiet", "-m", "first");
      const from = commitId(await git("rev-parse", "HEAD"));
      // Compresses well: the commit fits, its files do not.
      await writeFiles(root, { a: "2\n", b: "x".repeat(700_000), c: "y".repeat(700_000) });
      await git("add", "--all");
      await git("commit", "--quiet", "-m", "second");
      const to = commitId(await git("rev-parse", "HEAD"));
      await git("reset", "--quiet", "--hard", from);
      await writeFile(join(root, "filler"), "z".repeat(1_000_000));
      const tools = await toolsFor(root, here.scratch, here.log);
      const request = { ...here.request, from, to };
      expect(await moveBranch(tools, request)).toMatchObject({
        kind: "failed",
        failure: { kind: "disk-full" },
      });
      expect(await readFiles(root)).toMatchObject({ a: "1\n", b: "1\n" });
      expect(await git("status", "--porcelain")).toBe("?? filler");
      await rm(join(root, "filler"));
      expect(await mendMove(tools)).toEqual(DONE);
      expect(await moveBranch(tools, request)).toEqual(DONE);
    } finally {
      spawnSync("umount", [root]);
    }
  });

  test("a folder that nobody may write leaves everything as it was", async () => {
    const here = await open({ a: "1\n", "locked/b": "1\n" }, { a: "2\n", "locked/b": "2\n" });
    const folder = join(here.root, "locked");
    // Root may write everywhere; not on a mount that is read-only.
    const bind = spawnSync("sh", [
      "-c",
      `mount --bind "$0" "$0" && mount -o remount,bind,ro "$0"`,
      folder,
    ]);
    expect(bind.status).toBe(0);
    try {
      expect(await moveBranch(here.tools, here.request)).toMatchObject({
        kind: "failed",
        failure: { kind: "unwritable" },
      });
      expect(await here.read()).toMatchObject({ a: "1\n", "locked/b": "1\n" });
      expect(await here.git("status", "--porcelain")).toBe("");
    } finally {
      spawnSync("umount", [folder]);
    }
    expect(await mendMove(here.tools)).toEqual(DONE);
    expect(await moveBranch(here.tools, here.request)).toEqual(DONE);
  });
});
