import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { forEach, jobsIn, makePlannerScratch, type PlannerScratch } from "./a-planner.ts";

let scratch: PlannerScratch;
let remote: AbsolutePath;
let here: AbsolutePath;
let there: AbsolutePath;

const git = (...args: string[]) => scratch.git(here, ...args);
const commit = (file: string, text?: string) => scratch.commit(here, file, text);
const plan = () => scratch.plan(here);

/** Runs git with an editor that does this to the list of what is to be rebased. */
const rebaseWith = (edit: string, ...args: string[]) =>
  git("-c", `sequence.editor=sed -i -e '${edit}'`, "-c", "core.editor=true", "rebase", ...args);

/** Commits on the other side, and brings it to the remote. */
async function pushThere(file: string, text?: string): Promise<void> {
  await scratch.commit(there, file, text);
  await scratch.git(there, "push", "--quiet");
}

beforeEach(async () => {
  scratch = await makePlannerScratch([forEach("commit"), forEach("pull")]);
  remote = await scratch.remote();
  here = await scratch.clone(remote, "here");
  there = await scratch.clone(remote, "there");
  await plan();
});

test("a commit, with what it added and changed", async () => {
  await commit("a");
  await writeFile(join(here, "README.md"), "changed\n");
  await git("commit", "--quiet", "--all", "-m", "change");
  expect(await plan()).toEqual(["commit commit README.md", "commit commit a"]);
  const head = await git("rev-parse", "HEAD");
  const [readme, a] = jobsIn(scratch.queue);
  expect(readme).toMatchObject({ commit: head, blob: await git("rev-parse", "HEAD:README.md") });
  expect(a).toMatchObject({
    commit: await git("rev-parse", "HEAD~1"),
    blob: await git("rev-parse", "HEAD:a"),
  });
  expect(await plan()).toEqual([]);
});

test("the job of a file waits out the delay, in the lane of its repository", async () => {
  await commit("a");
  await plan();
  expect([...scratch.queue.waiting.values()]).toEqual([
    expect.objectContaining({
      kind: "commit",
      lane: here,
      run: null,
      priority: 0,
      runAt: 301_000,
      dedupeKey: expect.stringMatching(/^[0-9a-f]{64}$/),
    }),
  ]);
  const [key] = scratch.queue.waiting.keys();
  await commit("a", "newer\n");
  await commit("b");
  await plan();
  expect(scratch.queue.waiting.size).toBe(2);
  expect([...scratch.queue.waiting.keys()]).toContain(key);
});

test("an amended commit: what is in it now", async () => {
  await commit("a");
  await commit("b");
  await writeFile(join(here, "b"), "amended\n");
  await git("commit", "--quiet", "--amend", "--all", "--no-edit");
  expect(await plan()).toEqual(["commit commit a", "commit commit b"]);
  expect(jobsIn(scratch.queue)[1]).toMatchObject({ blob: await git("rev-parse", "HEAD:b") });
  await git("rm", "--quiet", "b");
  await writeFile(join(here, "c"), "c\n");
  await git("add", "c");
  await git("commit", "--quiet", "--amend", "-m", "without b");
  expect(await plan()).toEqual(["commit commit c"]);
});

test("a file that came and went is nobody's task", async () => {
  await commit("a");
  await commit("b");
  await git("rm", "--quiet", "a");
  await git("commit", "--quiet", "-m", "without a");
  expect(await plan()).toEqual(["commit commit b"]);
});

test("links and submodules are no files, and what became one is none any more", async () => {
  await commit("a");
  await commit("b");
  await rm(join(here, "a"));
  await symlink("b", join(here, "a"));
  await symlink("b", join(here, "link"));
  await git("add", ".");
  await git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", remote, "sub");
  await git("commit", "--quiet", "-m", "links");
  expect(await plan()).toEqual(["commit commit .gitmodules", "commit commit b"]);
});

test("a merge of a local branch brings what that branch did", async () => {
  await git("switch", "--quiet", "-c", "side");
  await commit("a");
  await git("switch", "--quiet", "main");
  await commit("b");
  expect(await plan()).toEqual(["commit commit a", "commit commit b"]);
  await git("merge", "--quiet", "--no-edit", "side");
  expect(await plan()).toEqual(["pull pull a"]);
});

test("a merge that a person had to finish is a commit of theirs", async () => {
  await git("switch", "--quiet", "-c", "side");
  await commit("a", "theirs\n");
  await git("switch", "--quiet", "main");
  await commit("a", "ours\n");
  await plan();
  await expect(git("merge", "--quiet", "side")).rejects.toThrow("git merge");
  expect(await plan()).toEqual([]);
  await writeFile(join(here, "a"), "both\n");
  await git("commit", "--quiet", "--all", "-m", "merged");
  expect(await plan()).toEqual(["commit commit a"]);
});

test("cherry-pick, revert and am are commits made here", async () => {
  await git("switch", "--quiet", "-c", "side");
  await commit("a");
  await commit("b");
  await git("format-patch", "--quiet", "-1", "-o", scratch.path("mail"));
  await git("switch", "--quiet", "main");
  await commit("README.md", "changed\n");
  await plan();
  await git("cherry-pick", "side~1");
  expect(await plan()).toEqual(["commit commit a"]);
  await git("am", "--quiet", scratch.path("mail", "0001-Write-b.patch"));
  expect(await plan()).toEqual(["commit commit b"]);
  await git("revert", "--no-edit", "HEAD~2");
  expect(await plan()).toEqual(["commit commit README.md"]);
});

test("a rebase is its picks: not what it stands on, nor what it began from", async () => {
  await git("switch", "--quiet", "-c", "side");
  for (const file of ["a", "b", "c", "d"]) await commit(file);
  await git("switch", "--quiet", "main");
  await commit("base");
  await git("switch", "--quiet", "side");
  await plan();
  await git("rebase", "--quiet", "main");
  const all = ["a", "b", "c", "d"].map((file) => `commit commit ${file}`);
  expect(await plan()).toEqual(all);
  const message = "2s/pick/squash/;3s/pick/fixup/;4s/pick/reword/";
  await rebaseWith(message, "--quiet", "--interactive", "HEAD~4");
  expect(await plan()).toEqual(all.slice(1));
  await rebaseWith("1s/pick/edit/", "--quiet", "--interactive", "HEAD~1");
  await commit("e");
  await git("rebase", "--continue");
  expect(await plan()).toEqual(["commit commit d", "commit commit e"]);
  await git("rebase", "--quiet", "--apply", "--onto", "HEAD~3", "HEAD~1");
  expect(await plan()).toEqual(["commit commit e"]);
});

test("a rebase that is broken off is nothing", async () => {
  await git("switch", "--quiet", "-c", "side");
  await commit("a", "ours\n");
  await git("switch", "--quiet", "main");
  await commit("a", "theirs\n");
  await git("switch", "--quiet", "side");
  await plan();
  await expect(git("rebase", "main")).rejects.toThrow("could not apply");
  await git("rebase", "--abort");
  expect(await plan()).toEqual([]);
});

test("a pull that only goes forward", async () => {
  await pushThere("a");
  await pushThere("b");
  await git("pull", "--quiet");
  expect(await plan()).toEqual(["pull pull a", "pull pull b"]);
});

test("a pull that merges", async () => {
  await pushThere("a");
  await commit("b");
  await git("pull", "--quiet", "--no-rebase", "--no-edit");
  expect(await plan()).toEqual(["commit commit b", "pull pull a"]);
});

test("a pull that rebases: theirs were pulled, ours were made here", async () => {
  await pushThere("a");
  await commit("b");
  await commit("README.md", "ours\n");
  await plan();
  await git("pull", "--quiet", "--rebase");
  expect(await plan()).toEqual(["commit commit README.md", "commit commit b", "pull pull a"]);
});

test("a file that was pulled and then committed is in each the way it came", async () => {
  await pushThere("a", "theirs\n");
  await git("pull", "--quiet");
  await commit("a", "ours\n");
  expect(await plan()).toEqual(["commit commit a", "pull pull a"]);
  const [committed, pulled] = jobsIn(scratch.queue);
  expect(committed?.blob).toBe(await git("rev-parse", "HEAD:a"));
  expect(pulled?.blob).toBe(await git("rev-parse", "HEAD~1:a"));
});

test("another branch, an older commit, a stash and a renamed branch are nothing", async () => {
  await commit("a");
  await git("switch", "--quiet", "-c", "side");
  await commit("b");
  await plan();
  await git("switch", "--quiet", "main");
  await git("checkout", "--quiet", "side");
  await git("checkout", "--quiet", "HEAD~1");
  await git("switch", "--quiet", "side");
  await git("reset", "--quiet", "--hard", "HEAD~1");
  await git("reset", "--quiet", "--soft", "HEAD~1");
  await git("reset", "--quiet", "--hard", "main");
  await writeFile(join(here, "a"), "dirty\n");
  await git("stash", "--quiet");
  await git("stash", "pop", "--quiet");
  await git("stash", "--quiet");
  await git("branch", "-m", "other");
  await git("bisect", "start", "HEAD", "HEAD~1");
  await git("bisect", "reset");
  expect(await plan()).toEqual([]);
  await commit("c");
  expect(await plan()).toEqual(["commit commit c"]);
});

test("a commit whose message says nothing, as of a script, counts as one", async () => {
  await commit("a");
  await git("reset", "--quiet", "--soft", "HEAD~1");
  const tree = await git("write-tree");
  await plan();
  const made = await git("commit-tree", tree, "-p", "HEAD", "-m", "by a script");
  await git("update-ref", "refs/heads/main", made);
  expect(await plan()).toEqual(["commit commit a"]);
});

test("a push into the branch that is checked out was made elsewhere", async () => {
  await git("config", "receive.denyCurrentBranch", "updateInstead");
  await scratch.commit(there, "a");
  await scratch.git(there, "push", "--quiet", here, "main");
  expect(await plan()).toEqual(["pull pull a"]);
});

test("the first commit, after nothing", async () => {
  const fresh = scratch.path("fresh");
  await scratch.git(scratch.root, "init", "--quiet", fresh);
  expect(await scratch.plan(fresh)).toEqual([]);
  await mkdir(join(fresh, "docs"));
  await scratch.commit(fresh, "docs/a");
  await scratch.commit(fresh, "b");
  expect(await scratch.plan(fresh)).toEqual(["commit commit b", "commit commit docs/a"]);
  await scratch.git(fresh, "checkout", "--quiet", "--orphan", "other");
  await scratch.git(fresh, "commit", "--quiet", "-m", "again from nothing");
  expect(await scratch.plan(fresh)).toEqual(["commit commit b", "commit commit docs/a"]);
});

test("a repository of SHA-256", async () => {
  const fresh = scratch.path("fresh");
  await scratch.git(scratch.root, "init", "--quiet", "--object-format=sha256", fresh);
  expect(await scratch.plan(fresh)).toEqual([]);
  await scratch.commit(fresh, "a");
  expect(await scratch.plan(fresh)).toEqual(["commit commit a"]);
  expect(jobsIn(scratch.queue)[0]?.blob).toHaveLength(64);
  await scratch.commit(fresh, "b");
  expect(await scratch.plan(fresh)).toEqual(["commit commit b"]);
});

test("each work tree of a repository has commits of its own", async () => {
  const linked = scratch.path("linked");
  await git("worktree", "add", "--quiet", "-b", "side", linked);
  expect(await scratch.plan(linked)).toEqual([]);
  await scratch.commit(linked, "a");
  expect(await plan()).toEqual([]);
  expect(await scratch.plan(linked)).toEqual(["commit commit a"]);
  await commit("b");
  expect(await scratch.plan(linked)).toEqual([]);
  expect(await plan()).toEqual(["commit commit b"]);
});
