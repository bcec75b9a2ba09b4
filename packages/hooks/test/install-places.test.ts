import { chmod, mkdir, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type AbsolutePath, absolutePath } from "@hookline/core/client";
import { describe, expect, test } from "vitest";
import { type HookState, inspectHooks, installHooks, uninstallHooks } from "../src/index.ts";
import { realHookGit } from "./real-hook-git.ts";
import { type Scratch, scratchRepository } from "./scratch-repository.ts";
import { leaveOut } from "./shells.ts";
import { readTree } from "./tree.ts";
import { writeHook } from "./write-hook.ts";

/* Where a repository and its hooks may lie, under the git of this machine told to be 2.39. */

describe("a linked worktree", () => {
  test("that looks elsewhere for its hooks leaves the others' alone", async () => {
    const scratch = await scratchRepository();
    const linked = absolutePath(join(scratch.root, "linked"));
    await scratch.git("worktree", "add", "--quiet", linked);
    await scratch.git("config", "extensions.worktreeConfig", "true");
    await scratch.gitIn(linked, "config", "--worktree", "core.hooksPath", ".husky");
    const before = await readTree(scratch.repo);
    expect(kinds(await install(scratch))).toEqual(Array(5).fill("file"));
    const states = await inspectHooks(linked, scratch.plan, old(scratch));
    expect(kinds(states)).toEqual(Array(5).fill("displaced"));

    await commit(scratch, scratch.repo);
    expect(await scratch.drain()).toHaveLength(1);
    await commit(scratch, linked);
    expect(await scratch.drain()).toEqual([]);
    await scratch.gitIn(linked, "config", "--worktree", "--unset", "core.hooksPath");
    await commit(scratch, linked);
    expect(await scratch.drain()).toMatchObject([{ cwd: linked }]);

    await scratch.gitIn(linked, "config", "--worktree", "core.hooksPath", ".husky");
    await uninstallHooks(linked, old(scratch));
    expect(Object.keys(await readTree(join(scratch.repo, ".git")))).not.toContain("hookline");
    expect(await hooksOf(scratch)).toEqual(hooksIn(before));
  });
});

test("a submodule keeps its hooks in the git folder of the repository above", async () => {
  const scratch = await scratchRepository();
  const inner = await scratchRepository("inner");
  const allow = ["-c", "protocol.file.allow=always"];
  await scratch.git(...allow, "submodule", "--quiet", "add", inner.repo, "sub dir");
  const sub = absolutePath(join(scratch.repo, "sub dir"));
  const before = await readTree(join(scratch.repo, ".git", "modules"));
  await installHooks(sub, scratch.plan, old(scratch));
  expect(await hooksOf(scratch)).toEqual([]);
  await scratch.gitIn(sub, "commit", "--quiet", "--allow-empty", "--message=x");
  const gitDir = join(scratch.repo, ".git", "modules", "sub dir");
  const [line] = await scratch.drain();
  expect(line).toMatchObject({ event: "post-commit", cwd: sub });
  expect(await realpath(resolveFrom(sub, line?.gitDir ?? ""))).toBe(gitDir);
  await uninstallHooks(sub, old(scratch));
  const after = await readTree(join(scratch.repo, ".git", "modules"));
  expect(Object.keys(after).filter((name) => name.includes("hook"))).toEqual(
    Object.keys(before).filter((name) => name.includes("hook")),
  );
});

test("a git folder away from its work tree has the hooks", async () => {
  const scratch = await scratchRepository();
  const gitDir = join(scratch.root, "away.git");
  const tree = absolutePath(join(scratch.root, "tree"));
  await mkdir(tree);
  await scratch.gitIn(scratch.root, "init", "--quiet", "--bare", "--template=", gitDir);
  await scratch.gitIn(gitDir, "config", "core.bare", "false");
  await scratch.gitIn(gitDir, "config", "core.worktree", tree);
  await writeFile(join(tree, ".git"), `gitdir: ${gitDir}\n`);
  await installHooks(tree, scratch.plan, old(scratch));
  await commit(scratch, tree);
  expect(await scratch.drain()).toMatchObject([{ cwd: tree }]);
  await uninstallHooks(tree, old(scratch));
  expect(Object.keys(await readTree(gitDir)).filter((name) => name.includes("hook"))).toEqual([]);
});

describe("core.hooksPath", () => {
  test.each<[how: string, why: string, value: (scratch: Scratch) => string, scope: string]>([
    ["an absolute folder", "outside", ({ root }) => join(root, "shared"), "--local"],
    ["a folder in the work tree", "outside", () => ".githooks", "--local"],
    ["a folder of the person's", "outside", () => "~/hooks", "--local"],
    ["a folder for all repositories", "outside", ({ root }) => join(root, "shared"), "--global"],
    ["nothing", "no-folder", () => "", "--local"],
  ])("with %s is told, and nothing is written there", async (_how, why, value, scope) => {
    const scratch = await scratchRepository();
    await scratch.git("config", scope, "core.hooksPath", value(scratch));
    const before = await readTree(scratch.root);
    for (const state of await install(scratch)) {
      expect(state).toMatchObject({ kind: "foreign", advice: { why } });
    }
    await commit(scratch, scratch.repo);
    await uninstallHooks(scratch.repo, old(scratch));
    const after = await readTree(scratch.root);
    const outside = (name: string): boolean => !name.startsWith("repo/.git/");
    expect(Object.keys(after).filter(outside)).toEqual(Object.keys(before).filter(outside));
  });

  test.each([".git/hooks", ".git/more/hooks"])(
    "with %s, inside the git folder, is the repository's own",
    async (value) => {
      const scratch = await scratchRepository();
      await scratch.git("config", "core.hooksPath", value);
      expect(kinds(await install(scratch))).toEqual(Array(5).fill("file"));
      await commit(scratch, scratch.repo);
      expect(await scratch.drain()).toHaveLength(1);
    },
  );
});

test("a hooks folder that is a link into the git folder is the repository's own", async () => {
  const scratch = await scratchRepository();
  await mkdir(join(scratch.repo, ".git", "more"));
  await symlink("more", join(scratch.repo, ".git", "hooks"));
  const before = await readTree(scratch.repo);
  expect(kinds(await install(scratch))).toEqual(Array(5).fill("file"));
  await commit(scratch, scratch.repo);
  expect(await scratch.drain()).toHaveLength(1);
  await uninstallHooks(scratch.repo, old(scratch));
  expect(hooksIn(await readTree(scratch.repo))).toEqual(hooksIn(before));
});

test("a hooks folder that was not there goes with the hooks, and one that was stays", async () => {
  const scratch = await scratchRepository();
  await install(scratch);
  await uninstallHooks(scratch.repo, old(scratch));
  const names = Object.keys(await readTree(join(scratch.repo, ".git")));
  expect(names).not.toContain("hooks");
  expect(names).not.toContain("hookline");
  await mkdir(join(scratch.repo, ".git", "hooks"));
  await install(scratch);
  await uninstallHooks(scratch.repo, old(scratch));
  expect(Object.keys(await readTree(join(scratch.repo, ".git")))).toContain("hooks");
});

test("a made folder in which somebody put a hook since stays", async () => {
  const scratch = await scratchRepository();
  await install(scratch);
  await writeHook(scratch, "pre-push", "#!/bin/sh\n");
  await uninstallHooks(scratch.repo, old(scratch));
  expect(Object.keys(await readTree(join(scratch.repo, ".git", "hooks")))).toEqual(["pre-push"]);
});

test("a note about a made folder that leads out of the git folder is not followed", async () => {
  const scratch = await scratchRepository();
  await install(scratch);
  await mkdir(join(scratch.root, "empty"));
  await writeFile(join(scratch.repo, ".git", "hookline", "made-hooks-folder"), "../../empty\n");
  await uninstallHooks(scratch.repo, old(scratch));
  expect(Object.keys(await readTree(scratch.root))).toContain("empty");
});

if (process.getuid?.() === 0)
  leaveOut("a hooks folder that cannot be written", "root can write it");
test.skipIf(process.getuid?.() === 0)("a hooks folder that cannot be written is told", async () => {
  const scratch = await scratchRepository();
  const folder = join(scratch.repo, ".git", "hooks");
  await mkdir(folder, { mode: 0o555 });
  try {
    const states = await install(scratch);
    for (const state of states) expect(state).toMatchObject({ advice: { why: "read-only" } });
    await commit(scratch, scratch.repo);
  } finally {
    await chmod(folder, 0o755);
  }
});

test("hooks that a template brought from another repository are made this one's", async () => {
  const scratch = await scratchRepository();
  await install(scratch);
  const other: Scratch = { ...scratch, repo: absolutePath(join(scratch.root, "other")) };
  const template = `--template=${join(scratch.repo, ".git")}`;
  await scratch.gitIn(scratch.root, "init", "--quiet", template, other.repo);
  await rm(join(other.repo, ".git", "hookline"), { recursive: true });
  const states = await inspectHooks(other.repo, other.plan, old(other));
  expect(kinds(states)).toEqual(Array(5).fill("outdated"));
  expect(kinds(await install(other))).toEqual(Array(5).fill("file"));
  await commit(other, other.repo);
  expect(await scratch.drain()).toMatchObject([{ cwd: other.repo }]);
});

test("the script of an earlier version works until it is renewed, and nothing else changes", async () => {
  const scratch = await scratchRepository();
  await install(scratch);
  const script = join(scratch.repo, ".git", "hookline", "hook.sh");
  const target = join(scratch.spool, "old.req");
  await writeFile(
    script,
    `hookline_agent() { echo "$hookline_event" >>'${target}'; }\nhookline_agent\n`,
  );
  await commit(scratch, scratch.repo);
  expect(await readFile(target, "utf8")).toBe("post-commit\n");
  const before = await readTree(scratch.repo);
  const states = await inspectHooks(scratch.repo, scratch.plan, old(scratch));
  expect(kinds(states)).toEqual(Array(5).fill("outdated"));
  await install(scratch);
  const after = await readTree(scratch.repo);
  const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
  expect(changed).toEqual([".git/hookline/hook.sh"]);
});

function old(scratch: Scratch) {
  return realHookGit(scratch, [2, 39]);
}

async function install(scratch: Scratch): Promise<readonly HookState[]> {
  return (await installHooks(scratch.repo, scratch.plan, old(scratch))).hooks;
}

function kinds(states: readonly HookState[]): string[] {
  return states.map(({ kind }) => kind);
}

async function commit({ gitIn }: Scratch, folder: AbsolutePath): Promise<void> {
  const { stderr } = await gitIn(folder, "commit", "--quiet", "--allow-empty", "--message=x");
  expect(stderr).toBe("");
}

function resolveFrom(folder: string, path: string): string {
  return path.startsWith("/") ? path : join(folder, path);
}

function hooksIn(tree: Readonly<Record<string, string>>): string[] {
  return Object.keys(tree).filter((name) => /^\.git\/(?:hook|more)/.test(name));
}

async function hooksOf({ repo }: Scratch): Promise<string[]> {
  return hooksIn(await readTree(repo));
}
