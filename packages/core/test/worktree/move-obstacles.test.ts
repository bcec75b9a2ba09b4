import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { appendFile, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { inspectMove } from "../../src/worktree/inspect-move.ts";
import { moveBranch } from "../../src/worktree/move-branch.ts";
import { aWorkTree, type Files, type WorkTree } from "./a-work-tree.ts";

let tree: WorkTree | undefined;

afterEach(async () => {
  await tree?.scratch.remove();
});

/** Files of the first commit, and of the second. */
const FIRST: Files = {
  a: "1\n",
  gone: "1\n",
  "dir/inner": "1\n",
  ".gitignore": "*.log\n",
};
const SECOND: Files = {
  a: "2\n",
  gone: null,
  "dir/inner": "2\n",
  new: "2\n",
  "fresh/new": "2\n",
  "some.log": "2\n",
};

async function open(first: Files = FIRST, second: Files = SECOND): Promise<WorkTree> {
  tree = await aWorkTree(first, second);
  return tree;
}

/** What inspecting finds, as `kind path`. */
async function inTheWay({ tools, request }: WorkTree): Promise<readonly string[]> {
  const found = await inspectMove(tools, request.from, request.to);
  if (found.kind === "failed") throw new Error(found.failure.detail);
  const staged = found.value.staged ? ["staged"] : [];
  return [...staged, ...found.value.files.map(({ kind, path }) => `${kind} ${path}`)];
}

interface Row {
  readonly name: string;
  readonly files: Files;
  readonly found: readonly string[];
}

describe("a file in the way", () => {
  test.each<Row>([
    { name: "that was edited", files: { a: "mine\n" }, found: ["edited a"] },
    { name: "that was edited and goes", files: { gone: "mine\n" }, found: ["edited gone"] },
    { name: "that was made executable", files: { a: { script: "1\n" } }, found: ["edited a"] },
    { name: "that became a link", files: { a: { link: "keep.txt" } }, found: ["edited a"] },
    { name: "that was deleted", files: { a: null }, found: ["deleted a"] },
    { name: "that is untracked", files: { new: "mine\n" }, found: ["untracked new"] },
    { name: "that is ignored", files: { "some.log": "mine\n" }, found: ["ignored some.log"] },
    { name: "where a folder comes", files: { fresh: "mine\n" }, found: ["untracked fresh"] },
    {
      name: "that is a link where a folder comes",
      files: { fresh: { link: "dir" } },
      found: ["untracked fresh"],
    },
    {
      name: "in a folder that stands where a file comes",
      files: { "new/x": "mine\n", "new/y/z": "mine\n" },
      found: ["untracked new/x", "untracked new/y/z"],
    },
    {
      name: "that is a link where a tracked folder was",
      files: { dir: { link: "nowhere" } },
      found: ["deleted dir/inner", "untracked dir"],
    },
  ])("$name stops the move, and is replaced once it may be", async ({ files, found }) => {
    const here = await open();
    await here.write(files);
    const before = await here.read();
    const status = await here.git("status", "--porcelain", "-uall");

    expect((await inTheWay(here)).toSorted()).toEqual([...found].toSorted());
    expect(await moveBranch(here.tools, here.request)).toMatchObject({ kind: "moved" });
    expect(await here.read()).toEqual(before);
    expect(await here.git("status", "--porcelain", "-uall")).toBe(status);
    expect(existsSync(join(here.root, ".git/hookline/move"))).toBe(false);

    const paths = found.map((line) => line.slice(line.indexOf(" ") + 1));
    const request = await here.replacing(...paths);
    expect(await moveBranch(here.tools, request)).toEqual({ kind: "done" });
    expect(await here.git("status", "--porcelain", "-uall")).toBe("");
    expect(existsSync(join(here.root, ".git/hookline/kept"))).toBe(false);
  });

  test("is not replaced when it holds other bytes than the rescue", async () => {
    const here = await open();
    await here.write({ a: "mine\n" });
    const request = await here.replacing("a");
    await here.write({ a: "mine, newer\n" });
    expect(await moveBranch(here.tools, request)).toMatchObject({ kind: "moved" });
    expect(await here.read()).toMatchObject({ a: "mine, newer\n" });
  });

  test.each<[string, (root: string) => Promise<void> | void]>([
    ["a fifo", (root) => void execFileSync("mkfifo", [join(root, "new")])],
    ["a repository", (root) => void execFileSync("git", ["init", "-q", join(root, "fresh")])],
    [
      "a repository in place of a file",
      (root) => void execFileSync("git", ["init", "-q", join(root, "new")]),
    ],
  ])("that is %s is never replaced", async (_name, make) => {
    const here = await open();
    await make(here.root);
    expect(await inTheWay(here)).toHaveLength(1);
    expect(await moveBranch(here.tools, await here.replacing("new", "fresh"))).toMatchObject({
      kind: "failed",
      failure: { kind: "unwritable" },
    });
    expect(await here.read()).toMatchObject({ a: "1\n" });
  });
});

describe("what is not in the way", () => {
  test.each<[string, Files]>([
    ["an edit that the commits do not touch", { "keep.txt": "mine\n", other: "mine\n" }],
    ["an untracked file with the very bytes that come", { new: "2\n" }],
    ["an edit that makes a file what it will be", { a: "2\n" }],
    ["a file that both deleted", { gone: null }],
    ["a folder that is empty", {}],
  ])("%s", async (_name, files) => {
    const here = await open();
    await here.write(files);
    await mkdir(join(here.root, "fresh/empty"), { recursive: true });
    if (files["new"] === undefined) await mkdir(join(here.root, "new/empty"), { recursive: true });
    const mine = Object.entries(files).filter(([path]) => ["keep.txt", "other"].includes(path));
    expect(await inTheWay(here)).toEqual([]);
    expect(await moveBranch(here.tools, here.request)).toEqual({ kind: "done" });
    expect(await here.read()).toMatchObject({ a: "2\n", new: "2\n", ...Object.fromEntries(mine) });
    expect((await here.git("status", "--porcelain")).split("\n").filter(Boolean)).toHaveLength(
      mine.length,
    );
  });

  test("a file that was only touched", async () => {
    const here = await open();
    await here.write({ a: "1\n", "dir/inner": "1\n" });
    expect(await inTheWay(here)).toEqual([]);
    expect(await moveBranch(here.tools, here.request)).toEqual({ kind: "done" });
  });

  test("a file whose line endings git converts", async () => {
    const here = await open(
      { ".gitattributes": "*.txt eol=crlf\n", "a.txt": "1\n" },
      { "a.txt": "2\n" },
    );
    await here.git("checkout", "--", ".");
    expect(await here.read()).toMatchObject({ "a.txt": "1\r\n" });
    expect(await inTheWay(here)).toEqual([]);
    expect(await moveBranch(here.tools, here.request)).toEqual({ kind: "done" });
    expect(await here.read()).toMatchObject({ "a.txt": "2\r\n" });
  });
});

test("an edit of a file that git was told to assume unchanged is an edit", async () => {
  const here = await open();
  await here.git("update-index", "--assume-unchanged", "a");
  await here.write({ a: "mine\n" });
  expect(await inTheWay(here)).toEqual(["edited a"]);
  expect(await moveBranch(here.tools, here.request)).toMatchObject({ kind: "moved" });
});

describe("staged changes", () => {
  test("stop a move that nobody was asked about", async () => {
    const here = await open();
    await here.write({ other: "mine\n" });
    await here.git("add", "other");
    expect(await inTheWay(here)).toEqual(["staged"]);
    expect(await moveBranch(here.tools, here.request)).toEqual({
      kind: "moved",
      detail: "other is staged",
    });
  });

  test("elsewhere are carried along when a rescue has them", async () => {
    const here = await open();
    await here.write({ other: "mine\n" });
    await here.git("add", "other");
    expect(await moveBranch(here.tools, await here.replacing("other"))).toEqual({ kind: "done" });
    expect(await here.git("status", "--porcelain")).toBe("A  other");
  });

  test("in the way are replaced when a rescue has them", async () => {
    const here = await open();
    await here.write({ a: "staged\n" });
    await here.git("add", "a");
    await here.write({ a: "mine\n", new: "mine\n" });
    await here.git("add", "new");
    await here.git("rm", "--quiet", "--cached", "gone");
    const request = await here.replacing("a", "new", "gone");
    expect(await moveBranch(here.tools, request)).toEqual({ kind: "done" });
    expect(await here.git("status", "--porcelain")).toBe("");
  });
});

test("an edit of the same size, made in the second of the last commit, is still seen afterwards", async () => {
  const here = await open();
  // git tells such an edit by the index being no younger than the file; both get one time here.
  await here.write({ "keep.txt": "kept" });
  await here.git("update-index", "--refresh");
  await here.write({});
  execFileSync(
    "sh",
    [
      "-c",
      "touch -d @1000000000 keep.txt && git update-index --refresh -q; touch -d @1000000000 .git/index && printf edit > keep.txt && touch -d @1000000000 keep.txt",
    ],
    { cwd: here.root },
  );
  expect(await moveBranch(here.tools, here.request)).toEqual({ kind: "done" });
  expect(await here.git("status", "--porcelain")).toBe(" M keep.txt");
});

test("nothing is written through a link that takes a folder's place", async () => {
  const here = await open();
  const outside = here.scratch.path("outside");
  await mkdir(outside);
  await writeFile(join(outside, "inner"), "1\n");
  await here.write({ dir: null });
  await symlink(outside, join(here.root, "dir"));
  expect(await moveBranch(here.tools, await here.replacing("dir/inner"))).toMatchObject({
    kind: "moved",
  });
  await appendFile(join(outside, "inner"), "");
  expect(execFileSync("cat", [join(outside, "inner")], { encoding: "utf8" })).toBe("1\n");
});
