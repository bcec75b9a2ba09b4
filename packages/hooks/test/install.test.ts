import { chmod, mkdir, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { absolutePath, InputError } from "@hookline/core/client";
import { describe, expect, test } from "vitest";
import type { GitVersion } from "../src/decide/hook-facts.ts";
import { type HookState, inspectHooks, installHooks, uninstallHooks } from "../src/index.ts";
import { realHookGit } from "./real-hook-git.ts";
import { run, type Scratch, scratchRepository } from "./scratch-repository.ts";
import { readTree } from "./tree.ts";
import { hooksFolder, writeHook } from "./write-hook.ts";

const OLD: GitVersion = [2, 39];
const NEW: GitVersion = [2, 54];
const foreign = "#!/bin/sh\necho foreign\n";

describe.each([
  ["an older git", OLD, "file"],
  ["git 2.54", NEW, "config"],
] as const)("under %s", (_name, version, form) => {
  test("installing twice changes nothing the second time", async () => {
    const scratch = await scratchRepository();
    const first = await install(scratch, version);
    expect(first).toMatchObject({ changed: true, kinds: Array(5).fill(form) });
    const tree = await readTree(scratch.repo);
    expect(await install(scratch, version)).toMatchObject({ changed: false, kinds: first.kinds });
    expect(await readTree(scratch.repo)).toEqual(tree);
  });

  test("new targets replace our script, and touch nothing else", async () => {
    const scratch = await scratchRepository();
    await writeHook(scratch, "post-merge", foreign);
    await install(scratch, version);
    const before = await readTree(scratch.repo);
    const spool = absolutePath(join(scratch.root, "elsewhere"));
    const moved = { ...scratch.plan, targets: { ...scratch.targets, spool } };
    const git = realHookGit(scratch, version);
    expect(kinds(await inspectHooks(scratch.repo, moved, git))).toEqual(Array(5).fill("outdated"));
    await installHooks(scratch.repo, moved, git);
    const after = await readTree(scratch.repo);
    const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
    expect(changed).toEqual([".git/hookline/hook.sh"]);
  });

  test("a linked worktree installs for the whole repository", async () => {
    const scratch = await scratchRepository();
    const linked = absolutePath(join(scratch.root, "linked"));
    await scratch.git("worktree", "add", "--quiet", linked);
    const git = realHookGit(scratch, version);
    await installHooks(linked, scratch.plan, git);
    expect(await install(scratch, version)).toMatchObject({ changed: false });
    await uninstallHooks(linked, git);
    expect(await uninstall(scratch, version)).toBe(false);
  });

  test("a change of git turns one form into the other, and the way back", async () => {
    const scratch = await scratchRepository();
    await writeHook(scratch, "post-merge", foreign);
    await install(scratch, version);
    const tree = await readTree(scratch.repo);
    const other = version === OLD ? NEW : OLD;
    await install(scratch, other);
    expect(await readTree(scratch.repo)).not.toEqual(tree);
    await install(scratch, version);
    expect(await readTree(scratch.repo)).toEqual(tree);
  });

  test("what cannot be written is an error that says what to do", async () => {
    const scratch = await scratchRepository();
    await writeFile(join(scratch.repo, ".git", "hookline"), "in the way");
    await expect(install(scratch, version)).rejects.toThrow(InputError);
    await expect(install(scratch, version)).rejects.toMatchObject({
      code: "hooks-not-writable",
      hint: expect.stringContaining("writable"),
    });
  });

  test("a file of ours that cannot be read is an error that says what to do", async () => {
    const scratch = await scratchRepository();
    await mkdir(join(scratch.repo, ".git", "hookline", "hook.sh"), { recursive: true });
    await expect(install(scratch, version)).rejects.toMatchObject({ code: "hooks-unreadable" });
  });

  test("somebody's file in our folder stays, and the folder with it", async () => {
    const scratch = await scratchRepository();
    await install(scratch, version);
    await writeFile(join(scratch.repo, ".git", "hookline", "notes"), "mine");
    await uninstall(scratch, version);
    const names = Object.keys(await readTree(join(scratch.repo, ".git", "hookline")));
    expect(names).toEqual(["notes"]);
  });
});

describe("a foreign hook", () => {
  test("keeps its mode and runs beside ours", async () => {
    const scratch = await scratchRepository();
    await writeHook(scratch, "post-commit", '#!/bin/sh\necho foreign >"$HOME/ran"\n', 0o750);
    await install(scratch, OLD);
    const hook = join(scratch.repo, ".git", "hooks", "post-commit");
    expect((await stat(hook)).mode & 0o777).toBe(0o750);
    await scratch.git("commit", "--quiet", "--allow-empty", "--message=x");
    expect(await scratch.drain()).toHaveLength(1);
    expect(await readFile(join(scratch.root, "ran"), "utf8")).toBe("foreign\n");
  });

  test("that is a symbolic link is neither followed nor replaced", async () => {
    const scratch = await scratchRepository();
    const target = join(scratch.root, "target");
    await writeFile(target, foreign, { mode: 0o755 });
    await hooksFolder(scratch);
    await symlink(target, join(scratch.repo, ".git", "hooks", "post-commit"));
    const before = await readTree(scratch.repo);
    const { states } = await install(scratch, OLD);
    expect(states[0]).toMatchObject({ kind: "foreign", advice: { why: "symlink" } });
    expect(await readFile(target, "utf8")).toBe(foreign);
    await uninstall(scratch, OLD);
    expect(await readTree(scratch.repo)).toEqual(before);
  });

  test("that is a pipe is not opened", async () => {
    const scratch = await scratchRepository();
    await run("mkfifo", [join(await hooksFolder(scratch), "post-commit")]);
    const { states } = await install(scratch, OLD);
    expect(states[0]).toMatchObject({ kind: "foreign", advice: { why: "not-a-file" } });
  });

  test("that its owner made unfit since is freed of our block", async () => {
    const scratch = await scratchRepository();
    await writeHook(scratch, "post-commit", foreign);
    await install(scratch, OLD);
    const hook = join(scratch.repo, ".git", "hooks", "post-commit");
    await chmod(hook, 0o644);
    await uninstall(scratch, OLD);
    expect(await readFile(hook, "utf8")).toBe(foreign);
  });
});

describe("a hooks folder that is not ours", () => {
  const cases: readonly (readonly [why: string, set: (scratch: Scratch) => Promise<unknown>])[] = [
    [
      "outside",
      async ({ root, git }) => {
        await mkdir(join(root, "shared"));
        await git("config", "core.hooksPath", join(root, "shared"));
      },
    ],
    [
      "outside",
      async (scratch) => {
        await mkdir(join(scratch.root, "shared"));
        await rm(join(scratch.repo, ".git", "hooks"), { recursive: true, force: true });
        await symlink(join(scratch.root, "shared"), join(scratch.repo, ".git", "hooks"));
      },
    ],
    [
      "tracked",
      async ({ repo, git }) => {
        await mkdir(join(repo, "hooks"));
        await writeFile(join(repo, "hooks", "pre-push"), foreign);
        await git("add", "hooks");
        await git("config", "core.hooksPath", "hooks");
      },
    ],
    ["no-folder", ({ git }) => git("config", "core.hooksPath", "/dev/null")],
  ];

  test.each(cases)("(%s) is not touched, and the way out is told", async (why, set) => {
    const scratch = await scratchRepository();
    await set(scratch);
    const before = await readTree(scratch.root);
    const { states } = await install(scratch, OLD);
    for (const state of states) expect(state).toMatchObject({ kind: "foreign", advice: { why } });
    await uninstall(scratch, OLD);
    expect(await readTree(scratch.root)).toEqual(before);
  });

  test.each(cases.map(([why, set]) => [why, set] as const))(
    "(%s) does not matter to git 2.54",
    async (_why, set) => {
      const scratch = await scratchRepository();
      await set(scratch);
      expect((await install(scratch, NEW)).kinds).toEqual(Array(5).fill("config"));
    },
  );

  test("a manager that comes later displaces ours; the pasted lines bring it back", async () => {
    const scratch = await scratchRepository();
    await install(scratch, OLD);
    await likeHusky(scratch);
    const git = realHookGit(scratch, OLD);
    const [state] = await inspectHooks(scratch.repo, scratch.plan, git);
    if (state?.kind !== "displaced") return expect(state).toMatchObject({ kind: "displaced" });
    expect(state.advice.path).toBe(join(scratch.repo, ".husky", "post-commit"));
    await scratch.git("commit", "--quiet", "--allow-empty", "--message=x");
    expect(await scratch.drain()).toEqual([]);

    await writeFile(state.advice.path, state.advice.snippet);
    await scratch.git("commit", "--quiet", "--allow-empty", "--message=x");
    expect(await scratch.drain()).toHaveLength(1);
    const [mended] = await inspectHooks(scratch.repo, scratch.plan, git);
    expect(mended).toEqual({ event: "post-commit", kind: "pasted" });

    await uninstall(scratch, OLD);
    expect(Object.keys(await readTree(join(scratch.repo, ".git")))).not.toContain("hooks");
    const { stderr } = await scratch.git("commit", "--quiet", "--allow-empty", "--message=x");
    expect(stderr).toBe("");
  });

  test("a folder that core.hooksPath names inside the git folder is the repository's own", async () => {
    const scratch = await scratchRepository();
    await scratch.git("config", "core.hooksPath", join(scratch.repo, ".git", "more", "hooks"));
    expect((await install(scratch, OLD)).kinds).toEqual(Array(5).fill("file"));
    await scratch.git("commit", "--quiet", "--allow-empty", "--message=x");
    expect(await scratch.drain()).toHaveLength(1);
  });
});

test("a hooks folder that was moved out of reach is not written to through its link", async () => {
  const scratch = await scratchRepository();
  await install(scratch, OLD);
  const away = join(scratch.root, "away");
  await rename(join(scratch.repo, ".git", "hooks"), away);
  await symlink(away, join(scratch.repo, ".git", "hooks"));
  const before = await readTree(away);
  await uninstall(scratch, OLD);
  expect(await readTree(away)).toEqual(before);
  const { stderr } = await scratch.git("commit", "--quiet", "--allow-empty", "--message=x");
  expect(stderr).toBe("");
});

test("a repository that was moved says so, and a new install mends it", async () => {
  const scratch = await scratchRepository();
  await install(scratch, OLD);
  const moved: Scratch = { ...scratch, repo: absolutePath(join(scratch.root, "moved")) };
  await rename(scratch.repo, moved.repo);
  const git = realHookGit(moved, OLD);
  const states = await inspectHooks(moved.repo, moved.plan, git);
  expect(kinds(states)).toEqual(Array(5).fill("outdated"));
  expect((await install(moved, OLD)).kinds).toEqual(Array(5).fill("file"));
});

async function install(scratch: Scratch, version: GitVersion) {
  const git = realHookGit(scratch, version);
  const { changed, hooks } = await installHooks(scratch.repo, scratch.plan, git);
  return { changed, states: hooks, kinds: kinds(hooks) };
}

function uninstall(scratch: Scratch, version: GitVersion): Promise<boolean> {
  return uninstallHooks(scratch.repo, realHookGit(scratch, version));
}

function kinds(states: readonly HookState[]): string[] {
  return states.map(({ kind }) => kind);
}

/** Does what husky 9 does: generated stubs in `.husky/_` that run the hooks beside that folder. */
async function likeHusky({ repo, git }: Scratch): Promise<void> {
  const folder = join(repo, ".husky", "_");
  await mkdir(folder, { recursive: true });
  const stub = '#!/bin/sh\nh="${0%/*}/../${0##*/}"\n[ ! -f "$h" ] || sh -e "$h" "$@"\n';
  await writeFile(join(folder, "post-commit"), stub, { mode: 0o755 });
  await git("config", "core.hooksPath", ".husky/_");
}
