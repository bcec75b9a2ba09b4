import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { moveBranch } from "../../src/worktree/move-branch.ts";
import { aWorkTree, type Files, readFiles, type WorkTree } from "./a-work-tree.ts";

let tree: WorkTree | undefined;

afterEach(async () => {
  await tree?.scratch.remove();
});

async function open(first: Files, second: Files, config?: readonly string[]): Promise<WorkTree> {
  tree = await aWorkTree(first, second, config);
  return tree;
}

/** What a clone of the second commit looks like: what git itself would have written. */
async function asGitWritesIt({
  scratch,
  root,
  request,
  git,
}: WorkTree): Promise<Record<string, string>> {
  await git("worktree", "add", "--quiet", "--detach", scratch.path("reference"), request.to);
  expect(root).not.toBe("");
  return readFiles(scratch.path("reference"));
}

/** Nothing of a move is left, and git finds nothing wrong. */
async function expectClean({ git, root }: WorkTree): Promise<void> {
  expect(existsSync(join(root, ".git/hookline/move"))).toBe(false);
  expect(existsSync(join(root, ".git/index.lock"))).toBe(false);
  expect(existsSync(join(root, ".git/hookline/kept"))).toBe(false);
  await git("fsck", "--no-progress");
}

describe("a move that nothing stands against", () => {
  test.each<[string, Files, Files, (readonly string[])?]>([
    [
      "edits, adds and removes",
      { a: "1\n", "b/c": "2\n" },
      { a: "one\n", "b/c": null, "d/e/f": "3\n" },
    ],
    ["turns a file into a folder", { a: "1\n" }, { a: null, "a/b/c": "2\n" }],
    ["turns a folder into a file", { "a/b/c": "1\n", "a/d": "2\n" }, { a: "3\n" }],
    [
      "writes links",
      { a: { link: "keep.txt" }, b: "1\n" },
      { a: { link: "b" }, b: { link: "keep.txt" } },
    ],
    ["turns a link into a folder", { a: { link: "." } }, { a: null, "a/b": "1\n" }],
    [
      "changes only the executable bit",
      { a: "1\n", b: { script: "2\n" } },
      { a: { script: "1\n" }, b: "2\n" },
    ],
    ["changes only the case of a name", { README: "1\n" }, { README: null, Readme: "1\n" }],
    [
      "writes names that are hard to write",
      { "-a": "1\n", "b\nc": "1\n", 'd"e': "1\n" },
      { "-a": "2\n", "b\nc": "2\n", 'd"e': null, "ü ñ": "3\n", "\\f": "4\n", "--": "5\n" },
    ],
    [
      "follows attributes of the new commit",
      { "a.txt": "1\n" },
      { ".gitattributes": "*.txt eol=crlf\n", "a.txt": "2\n" },
    ],
    ["follows core.autocrlf", { a: "1\n" }, { a: "2\n", b: "3\n" }, ["core.autocrlf=true"]],
    ["writes an index of version 4", { a: "1\n" }, { a: "2\n" }, ["index.version=4"]],
    ["writes a split index", { a: "1\n" }, { a: "2\n", b: "1\n" }, ["core.splitIndex=true"]],
    [
      "keeps an untracked cache",
      { a: "1\n" },
      { a: "2\n", "b/c": "1\n" },
      ["core.untrackedCache=true"],
    ],
    [
      "writes a link as a file where links are off",
      { a: "1\n" },
      { b: { link: "a" } },
      ["core.symlinks=false"],
    ],
    ["does nothing to files where none differ", {}, {}],
  ])("%s", async (_name, first, second, config) => {
    const here = await open(first, second, config);
    await here.git("status");
    const expected = await asGitWritesIt(here);

    expect(await moveBranch(here.tools, here.request)).toEqual({ kind: "done" });

    expect(await here.read()).toEqual(expected);
    expect(await here.git("rev-parse", "HEAD", "main")).toBe(
      `${here.request.to}\n${here.request.to}`,
    );
    expect(await here.git("diff-files")).toBe("");
    expect(await here.git("status", "--porcelain")).toBe("");
    expect(await here.git("reflog", "-1", "--format=%gs")).toBe("hookline: fast-forward");
    expect(await here.git("reflog", "-1", "--format=%gs", "main")).toBe("hookline: fast-forward");
    await expectClean(here);
  });
});
