import { chmod, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { gitEnvironment } from "../../src/git/git-environment.ts";
import { locate } from "../../src/git/locate.ts";
import { openGit } from "../../src/git/run-git.ts";
import { commitPaths } from "../../src/tick/commit-paths.ts";
import { A_TICK, type CommitScratch, makeCommitScratch } from "./a-commit-scratch.ts";

let scratch: CommitScratch;
let here$: CommitScratch["here$"];
let commitHere: CommitScratch["commitHere"];

beforeEach(async () => {
  scratch = await makeCommitScratch("commit-paths");
  ({ here$, commitHere } = scratch);
  await put("state/kept.txt", "kept\n");
  await put("state/gone.txt", "gone\n");
  await put("other/work.txt", "work\n");
  await here$("add", "-A");
  await here$("commit", "--quiet", "-m", "Begin");
});

afterEach(() => scratch.remove());

async function put(file: string, text: string): Promise<void> {
  const path = join(scratch.here, file);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, text);
}

/** What the last commit changed: letter and path. */
const lastCommit = async () =>
  (await here$("show", "--name-status", "--no-renames", "--format=", "-z"))
    .replaceAll("\0", " ")
    .trim();
const status = () => here$("status", "--porcelain");
const head = () => here$("rev-parse", "HEAD");

describe("a commit of given paths", () => {
  test("takes new, changed and deleted files, and leaves the index in step", async () => {
    await put("state/new.txt", "new\n");
    await put("state/deep/er.txt", "er\n");
    await put("state/kept.txt", "changed\n");
    await rm(scratch.path("here", "state", "gone.txt"));
    const before = await head();
    expect(await commitHere()).toMatchObject({ kind: "committed", files: 4, warnings: [] });
    // Scripts that ask git's plumbing find nothing, even before `git status` has looked again.
    expect(await here$("diff-files")).toBe("");
    expect(await lastCommit()).toBe(
      "A state/deep/er.txt D state/gone.txt M state/kept.txt A state/new.txt",
    );
    expect(await status()).toBe("");
    expect(await here$("rev-parse", "HEAD^")).toBe(before);
    expect(await here$("log", "-1", "--format=%an|%s")).toBe("Test|tick: 4");
    expect(await here$("reflog", "-1", "--format=%gs")).toBe("hookline: tick");
    expect(scratch.operations.list({ limit: 9 })).toMatchObject([
      { ref: "refs/heads/main", old: before, new: await head(), cause: "tick", state: "done" },
    ]);
  });

  test("finds nothing to do the second time", async () => {
    await put("state/new.txt", "new\n");
    await commitHere();
    const after = await head();
    expect(await commitHere()).toEqual({ kind: "nothing", warnings: [] });
    expect(await head()).toBe(after);
  });

  test("leaves everything else as it was: edited, staged and untracked", async () => {
    await put("other/work.txt", "edited\n");
    await put("other/staged.txt", "staged\n");
    await here$("add", "other/staged.txt");
    await put("other/staged.txt", "staged, then edited\n");
    await put("loose.txt", "loose\n");
    await here$("rm", "--quiet", "--cached", "README.md");
    await put("state/new.txt", "new\n");
    const staged = await here$("diff", "--cached");
    expect(await commitHere()).toMatchObject({ kind: "committed", files: 1 });
    expect(await lastCommit()).toBe("A state/new.txt");
    expect(await here$("diff", "--cached")).toBe(staged);
    expect(await status()).toBe(
      "D  README.md\nAM other/staged.txt\n M other/work.txt\n?? README.md\n?? loose.txt",
    );
  });

  test("takes the file, not what was staged of it before", async () => {
    await put("state/kept.txt", "staged\n");
    await put("state/new.txt", "staged\n");
    await here$("add", "state");
    await put("state/kept.txt", "final\n");
    await put("state/new.txt", "final\n");
    expect(await commitHere()).toMatchObject({ kind: "committed", files: 2 });
    expect(await here$("show", "HEAD:state/kept.txt")).toBe("final");
    expect(await status()).toBe("");
  });

  test("keeps its hands off what was taken out of the index by hand", async () => {
    await here$("rm", "--quiet", "--cached", "state/kept.txt");
    await put("state/kept.txt", "secret now\n");
    expect(await commitHere()).toEqual({
      kind: "nothing",
      warnings: ['Not committed: "state/kept.txt" (was taken out of the index by hand).'],
    });
    expect(await status()).toBe("D  state/kept.txt\n?? state/kept.txt");
  });

  test("leaves out what git ignores", async () => {
    await put(".gitignore", "*.tmp\n");
    await put("state/a.tmp", "a\n");
    expect(await commitHere()).toEqual({ kind: "nothing", warnings: [] });
  });

  test("leaves out large files, and names them", async () => {
    await put("state/large.bin", "x".repeat(1001));
    await put("state/small.txt", "x".repeat(1000));
    expect(await commitHere()).toMatchObject({
      kind: "committed",
      files: 1,
      warnings: ['Not committed: "state/large.bin" (is larger than hookline.maxFileSize).'],
    });
    expect(await status()).toBe("?? state/large.bin");
  });

  test("leaves out repositories inside, new, tracked and deep", async () => {
    await scratch.git(scratch.here, "init", "--quiet", "state/nested");
    await scratch.commit(scratch.path("here", "state", "nested"), "inner.txt");
    await put("state/new.txt", "new\n");
    expect(await commitHere()).toMatchObject({
      kind: "committed",
      files: 1,
      warnings: ['Not committed: "state/nested/" (is a repository of its own).'],
    });
    expect(await commitHere({ paths: ["state/nested/inner.txt", "state/nested"] })).toMatchObject({
      kind: "nothing",
      warnings: [
        'Not committed: "state/nested/inner.txt" is no path of this work tree.',
        'Not committed: "state/nested/" (is a repository of its own).',
      ],
    });
    await here$("add", "state/nested");
    await here$("commit", "--quiet", "-m", "As a gitlink");
    await scratch.commit(scratch.path("here", "state", "nested"), "inner2.txt");
    expect(await commitHere()).toMatchObject({ kind: "nothing" });
  });

  test("leaves out files with a conflict, even where no operation is open", async () => {
    await put("state/kept.txt", "one\n");
    await here$("stash");
    await put("state/kept.txt", "two\n");
    await here$("commit", "--quiet", "-am", "Two");
    await here$("stash", "pop").catch(() => undefined);
    expect(await readFile(scratch.path("here", "state", "kept.txt"), "utf8")).toContain("<<<<<<<");
    await put("state/new.txt", "new\n");
    expect(await commitHere()).toMatchObject({
      kind: "committed",
      files: 1,
      warnings: ['Not committed: "state/kept.txt" (has a conflict).'],
    });
    expect(await status()).toBe("UU state/kept.txt");
  });

  test.each([
    "state/a b",
    "state/é",
    "state/-x",
    'state/"q"',
    "state/a\nb",
    "state/a\\b",
    "state/*.txt",
    "state/:(top)x",
    "state/[a]",
    "state/\u001b[2J",
    "state/.gitx",
  ])("takes a file called %j", async (file) => {
    await put(file, "x\n");
    await put("state/a.txt", "a\n");
    expect(await commitHere({ paths: [file] })).toMatchObject({ kind: "committed", files: 1 });
    expect(await status()).toBe("?? state/a.txt");
  });

  test("takes a file whose name is no UTF-8", async () => {
    await writeFile(Buffer.from(`${scratch.here}/state/\xff\xfe.txt`, "latin1"), "x\n");
    expect(await commitHere()).toMatchObject({ kind: "committed", files: 1 });
    expect(await status()).toBe("");
  });

  test.each([
    "../outside",
    "/etc",
    ".git",
    ".git/config",
    ".GIT/config",
    "state/../../x",
    "away/file",
    "",
  ])("never reaches outside by %j", async (path) => {
    await mkdir(scratch.path("outside"), { recursive: true });
    await writeFile(scratch.path("outside", "file"), "x");
    await symlink(scratch.path("outside"), join(scratch.here, "away"));
    const outcome = await commitHere({ paths: [path] });
    expect(outcome).toEqual({
      kind: "nothing",
      warnings: [`Not committed: ${JSON.stringify(path)} is no path of this work tree.`],
    });
  });

  test("commits a link as a link", async () => {
    await mkdir(scratch.path("outside"), { recursive: true });
    await writeFile(scratch.path("outside", "secret"), "x");
    await symlink(scratch.path("outside"), join(scratch.here, "state", "link"));
    expect(await commitHere()).toMatchObject({ kind: "committed", files: 1 });
    expect(await here$("ls-tree", "HEAD", "state/link")).toMatch(/^120000 /);
  });

  test("follows files that become folders, and folders that become files", async () => {
    await rm(scratch.path("here", "state", "kept.txt"));
    await put("state/kept.txt/inside", "x\n");
    expect(await commitHere()).toMatchObject({ kind: "committed", files: 2 });
    expect(await status()).toBe("");
    await rm(scratch.path("here", "state", "kept.txt"), { recursive: true });
    await put("state/kept.txt", "again\n");
    expect(await commitHere()).toMatchObject({ kind: "committed", files: 2 });
    expect(await status()).toBe("");
  });

  test("follows a mode", async () => {
    await chmod(scratch.path("here", "state", "kept.txt"), 0o755);
    expect(await commitHere()).toMatchObject({ kind: "committed", files: 1 });
    expect(await status()).toBe("");
  });

  test("runs no hook and signs nothing", async () => {
    const mark = scratch.path("mark");
    for (const hook of ["pre-commit", "post-commit", "reference-transaction", "commit-msg"]) {
      await put(`.git/hooks/${hook}`, `#!/bin/sh\ntouch ${mark}\n`);
      await chmod(scratch.path("here", ".git", "hooks", hook), 0o755);
    }
    await here$("config", "commit.gpgSign", "true");
    await here$("config", "gpg.program", `touch ${mark}; false`);
    await put("state/new.txt", "new\n");
    expect(await commitHere()).toMatchObject({ kind: "committed" });
    await expect(readFile(mark)).rejects.toThrow("ENOENT");
  });

  test("says who is missing where git knows nobody, and never makes up a person", async () => {
    await writeFile(scratch.path("home", ".gitconfig"), "");
    await put("state/new.txt", "new\n");
    const before = await head();
    expect(await commitHere()).toMatchObject({ kind: "failed", failure: { kind: "no-identity" } });
    expect(await head()).toBe(before);
    // git alone would make one up wherever the machine's name has a dot in it.
    const env = gitEnvironment(scratch.env, {
      cause: "tick",
      overrides: [],
      hooks: false,
      identity: "user",
      sshCommand: undefined,
      indexFile: undefined,
      workTree: undefined,
    });
    expect(Object.values(env)).toContain("user.useConfigOnly");
  });

  test("works in a linked work tree, on its own branch and index", async () => {
    await here$("worktree", "add", "--quiet", "-b", "side", scratch.path("side"));
    await put("state/new.txt", "new\n");
    const side = await makeToolsFor("side");
    await writeFile(scratch.path("side", "state", "side.txt"), "side\n");
    const main = await head();
    expect(await side()).toMatchObject({ kind: "committed", files: 1 });
    expect(await head()).toBe(main);
    expect(await scratch.git(scratch.path("side"), "status", "--porcelain")).toBe("");
    expect(await status()).toBe("?? state/new.txt");
  });
});

/** Commits `state` in another work tree. */
async function makeToolsFor(folder: string) {
  const tools = await scratch.tools();
  const git = openGit({ env: scratch.env, log: tools.log }, scratch.path(folder));
  const located = await locate(git);
  if (located.kind !== "repository") throw new Error(located.kind);
  return () => commitPaths({ ...tools, git, place: located.place }, A_TICK);
}
