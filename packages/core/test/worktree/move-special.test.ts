import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { commitId, refName } from "../../src/decide/brands.ts";
import { inspectMove } from "../../src/worktree/inspect-move.ts";
import { moveBranch } from "../../src/worktree/move-branch.ts";
import { aWorkTree, type Files, readFiles, toolsFor, type WorkTree } from "./a-work-tree.ts";

let tree: WorkTree | undefined;

afterEach(async () => {
  await tree?.scratch.remove();
});

async function open(first: Files, second: Files): Promise<WorkTree> {
  tree = await aWorkTree(first, second);
  return tree;
}

const DONE = { kind: "done" };

test("a linked work tree moves alone", async () => {
  const here = await open({ a: "1\n" }, { a: "2\n", b: "1\n" });
  const root = here.scratch.path("linked");
  await here.git("worktree", "add", "--quiet", "-b", "topic", root, here.request.from);
  const tools = await toolsFor(root, here.scratch, here.log);
  const request = { ...here.request, branch: refName("refs/heads/topic") };
  expect(await inspectMove(tools, request.from, request.to)).toMatchObject({ kind: "read" });
  expect(await moveBranch(tools, request)).toEqual(DONE);
  expect(await readFiles(root)).toMatchObject({ a: "2\n", b: "1\n" });
  expect(await here.scratch.git(root, "status", "--porcelain")).toBe("");
  expect(await here.git("status", "--porcelain")).toBe("");
  expect(await here.read()).toMatchObject({ a: "1\n" });
});

test("a sparse checkout stays sparse", async () => {
  const here = await open(
    { "in/a": "1\n", "out/a": "1\n", "out/gone": "1\n" },
    { "in/a": "2\n", "out/a": "2\n", "out/new": "2\n", "out/gone": null, "in/new": "2\n" },
  );
  await here.git("sparse-checkout", "set", "--cone", "in");
  expect(await inspectMove(here.tools, here.request.from, here.request.to)).toEqual({
    kind: "read",
    value: { staged: false, files: [] },
  });
  expect(await moveBranch(here.tools, here.request)).toEqual(DONE);
  expect(await here.read()).toEqual({ "in/a": "2\n", "in/new": "2\n", "keep.txt": "kept" });
  expect(await here.git("status", "--porcelain")).toBe("");
});

test("a repository whose objects have SHA-256 names moves", async () => {
  const here = await open({}, {});
  const root = here.scratch.path("sha256");
  await here.scratch.git(here.scratch.root, "init", "--quiet", "--object-format=sha256", "sha256");
  await here.scratch.commit(root, "a", "1\n");
  const from = commitId(await here.scratch.git(root, "rev-parse", "HEAD"));
  const to = commitId(await here.scratch.commit(root, "a", "2\n"));
  await here.scratch.git(root, "reset", "--quiet", "--hard", from);
  const tools = await toolsFor(root, here.scratch, here.log);
  expect(await moveBranch(tools, { ...here.request, from, to })).toEqual(DONE);
  expect(await here.scratch.git(root, "status", "--porcelain")).toBe("");
});

describe("a submodule", () => {
  /** A repository with a submodule at `sub`, of which two commits exist. */
  async function withSubmodule(): Promise<{ here: WorkTree; sub: string; second: string }> {
    const here = await open({ a: "1\n" }, {});
    const { scratch } = here;
    await scratch.git(scratch.root, "init", "--quiet", "origin-of-sub");
    const origin = scratch.path("origin-of-sub");
    await scratch.commit(origin, "s", "1\n");
    await here.git(
      "-c",
      "protocol.file.allow=always",
      "submodule",
      "--quiet",
      "add",
      origin,
      "sub",
    );
    await here.git("commit", "--quiet", "-m", "with submodule");
    const second = await scratch.commit(origin, "s", "2\n");
    return { here, sub: join(here.root, "sub"), second };
  }

  async function move(here: WorkTree, from: string, to: string) {
    await here.git("reset", "--quiet", "--hard", from);
    return moveBranch(here.tools, { ...here.request, from: commitId(from), to: commitId(to) });
  }

  test("that comes is an empty folder, and one that goes is left when it holds something", async () => {
    const { here, sub } = await withSubmodule();
    const withSub = await here.git("rev-parse", "HEAD");
    const without = here.request.from;
    expect(await move(here, withSub, without)).toEqual(DONE);
    expect(await readFile(join(sub, "s"), "utf8")).toBe("1\n");
    expect(await here.git("status", "--porcelain")).toBe("?? sub/");
    await rm(sub, { recursive: true });
    expect(await move(here, without, withSub)).toEqual(DONE);
    expect(await here.read()).toMatchObject({ sub: "empty folder" });
    expect(await here.git("status", "--porcelain")).toBe("");
    expect(await move(here, withSub, without)).toEqual(DONE);
    expect(existsSync(sub)).toBe(false);
  });

  test("that changes is changed in the index alone", async () => {
    const { here, sub, second } = await withSubmodule();
    const from = await here.git("rev-parse", "HEAD");
    await here.git("update-index", "--cacheinfo", `160000,${second},sub`);
    await here.git("commit", "--quiet", "-m", "newer submodule");
    const to = await here.git("rev-parse", "HEAD");
    expect(await move(here, from, to)).toEqual(DONE);
    expect(await readFile(join(sub, "s"), "utf8")).toBe("1\n");
    expect(await here.git("ls-files", "-s", "sub")).toContain(second);
  });

  test("with files in it is not replaced by a file", async () => {
    const { here, sub } = await withSubmodule();
    const from = await here.git("rev-parse", "HEAD");
    await here.git("rm", "--quiet", "--cached", "sub");
    await rm(sub, { recursive: true });
    await here.write({ sub: "a file\n" });
    await here.git("add", "sub");
    await here.git("commit", "--quiet", "-m", "a file instead");
    const to = await here.git("rev-parse", "HEAD");
    await rm(sub);
    await here.git("reset", "--quiet", "--hard", from);
    await here.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "update", "--init");
    expect(await move(here, from, to)).toMatchObject({
      kind: "failed",
      failure: { kind: "unwritable" },
    });
    expect(await readFile(join(sub, "s"), "utf8")).toBe("1\n");
  });
});

describe("a filter", () => {
  const FIRST: Files = { ".gitattributes": "*.big filter=f\n", a: "1\n", "x.big": "one\n" };
  const SECOND: Files = { a: "2\n", "x.big": "two\n" };

  test("writes the files, and what it wrote counts as unchanged", async () => {
    const here = await open(FIRST, SECOND);
    const config = (name: string, value: string) => here.git("config", `filter.f.${name}`, value);
    await config("smudge", "tr a-z A-Z");
    await config("clean", "tr A-Z a-z");
    await here.write({ "x.big": null });
    await here.git("checkout", "--", "x.big");
    expect(await here.read()).toMatchObject({ "x.big": "ONE\n" });
    expect(await moveBranch(here.tools, here.request)).toEqual(DONE);
    expect(await here.read()).toMatchObject({ "x.big": "TWO\n" });
    expect(await here.git("status", "--porcelain")).toBe("");
  });

  test("that fails and is required leaves everything as it was", async () => {
    const here = await open(FIRST, SECOND);
    await here.git("config", "filter.f.smudge", "false");
    await here.git("config", "filter.f.required", "true");
    expect(await moveBranch(here.tools, here.request)).toMatchObject({
      kind: "failed",
      failure: { kind: "filter" },
    });
    expect(await here.read()).toMatchObject({ a: "1\n", "x.big": "one\n" });
    expect(await here.git("rev-parse", "HEAD")).toBe(here.request.from);
    expect(existsSync(join(here.root, ".git/hookline/move"))).toBe(false);
  });
});
