import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, utimesSync } from "node:fs";
import { appendFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { GitVerb } from "../../src/git/verbs.ts";
import { healLocks } from "../../src/worktree/heal-locks.ts";
import { keptFilesInWords } from "../../src/worktree/kept-files.ts";
import { mendMove } from "../../src/worktree/mend-move.ts";
import { moveBranch } from "../../src/worktree/move-branch.ts";
import { aWorkTree, type WorkTree } from "./a-work-tree.ts";

let tree: WorkTree;

beforeEach(async () => {
  tree = await aWorkTree(
    { a: "1\n", gone: "1\n", mine: "1\n" },
    { a: "2\n", gone: null, "new/deep": "2\n" },
  );
});

afterEach(() => tree.scratch.remove());

const DONE = { kind: "done" };
const inGit = (name: string): string => join(tree.root, ".git", name);

/** Ends the move for good when it comes to a git command, before or after it; all stays as it is then. */
async function dieAt(verb: GitVerb, when: "before" | "after"): Promise<void> {
  const dead = Promise.withResolvers<void>();
  const forever = new Promise<never>(() => undefined);
  const git: typeof tree.tools.git = async (command) => {
    if (command.verb !== verb) return tree.tools.git(command);
    if (when === "after") await tree.tools.git(command);
    dead.resolve();
    return forever;
  };
  void moveBranch({ ...tree.tools, git }, tree.request);
  await dead.promise;
}

const filesAreSwapped = (): Promise<void> => dieAt("update-index", "before");
const branchIsMoved = (): Promise<void> => dieAt("update-ref", "after");

async function expectAt(commit: string): Promise<void> {
  expect(await tree.git("rev-parse", "main")).toBe(commit);
  expect(existsSync(inGit("hookline/move"))).toBe(false);
  expect(existsSync(inGit("index.lock"))).toBe(false);
  await tree.git("fsck", "--no-progress");
}

describe("after a process of ours was killed", () => {
  test("with the files in place and the branch not moved, all is taken back", async () => {
    const before = await tree.read();
    await filesAreSwapped();
    expect(await tree.read()).not.toEqual(before);
    expect(await mendMove(tree.tools)).toEqual(DONE);
    expect(await tree.read()).toEqual(before);
    expect(await tree.git("status", "--porcelain")).toBe("");
    await expectAt(tree.request.from);
    expect(tree.log.events).toContainEqual({
      event: "move.mended",
      fields: { repository: tree.root, branch: "refs/heads/main", how: "taken-back" },
    });
  });

  test("with the index's lock taken and the branch not moved, the lock goes too", async () => {
    await dieAt("update-ref", "before");
    expect(existsSync(inGit("index.lock"))).toBe(true);
    expect(await mendMove(tree.tools)).toEqual(DONE);
    expect(await tree.git("status", "--porcelain")).toBe("");
    await expectAt(tree.request.from);
  });

  test("with the branch moved and the index not, the index follows", async () => {
    await branchIsMoved();
    expect(existsSync(inGit("index.lock"))).toBe(true);
    expect(await mendMove(tree.tools)).toEqual(DONE);
    expect(await tree.git("status", "--porcelain")).toBe("");
    await expectAt(tree.request.to);
  });

  test("a move begins only when the last one is mended", async () => {
    await filesAreSwapped();
    expect(await moveBranch(tree.tools, tree.request)).toMatchObject({
      failure: { kind: "locked" },
    });
    expect(await mendMove(tree.tools)).toEqual(DONE);
    expect(await moveBranch(tree.tools, tree.request)).toEqual(DONE);
  });

  test("a git of ours that outlived it is waited for: it may still move the branch", async () => {
    await filesAreSwapped();
    const { env } = tree.scratch;
    const orphan = spawn("git", ["update-ref", "--stdin"], { cwd: tree.root, env });
    await once(orphan, "spawn");
    expect(await mendMove(tree.tools)).toMatchObject({ failure: { kind: "locked" } });
    orphan.stdin.end();
    await once(orphan, "exit");
    expect(await mendMove(tree.tools)).toEqual(DONE);
  });

  test("mending twice is mending once", async () => {
    await filesAreSwapped();
    expect(await mendMove(tree.tools)).toEqual(DONE);
    expect(await keptFilesInWords(tree.tools.place)).toEqual([]);
    const mended = await tree.read();
    expect(await mendMove(tree.tools)).toEqual(DONE);
    expect(await tree.read()).toEqual(mended);
  });

  test("a journal that makes no sense costs nobody a file", async () => {
    await filesAreSwapped();
    await writeFile(inGit("hookline/move/journal.json"), '{"branch": 1');
    expect(await mendMove(tree.tools)).toEqual(DONE);
    const kept = await readdir(inGit("hookline/kept"));
    const texts = await Promise.all(
      kept.map((name) => readFile(inGit(`hookline/kept/${name}`), "utf8")),
    );
    expect(texts).toEqual(["1\n", "1\n"]);
    expect(await keptFilesInWords(tree.tools.place)).toEqual([
      expect.stringContaining("2 files were saved"),
    ]);
  });
});

describe("a person who goes on before we mend", () => {
  test("keeps what they wrote over a file that we had put in place", async () => {
    await filesAreSwapped();
    await appendFile(join(tree.root, "a"), "and mine\n");
    await tree.write({ gone: "mine\n", "new/deep": "mine\n" });
    expect(await mendMove(tree.tools)).toEqual(DONE);
    expect(await tree.read()).toMatchObject({
      a: "2\nand mine\n",
      gone: "mine\n",
      "new/deep": "mine\n",
    });
    await expectAt(tree.request.from);
  });

  test("by a commit of everything keeps the commit", async () => {
    await filesAreSwapped();
    await tree.git("add", "--all");
    await tree.git("commit", "--quiet", "-m", "everything");
    const commit = await tree.git("rev-parse", "HEAD");
    expect(await mendMove(tree.tools)).toEqual(DONE);
    expect(await tree.git("status", "--porcelain")).toBe("");
    await expectAt(commit);
  });

  test("by a reset finds everything as they left it", async () => {
    await filesAreSwapped();
    await tree.git("reset", "--quiet", "--hard");
    expect(await mendMove(tree.tools)).toEqual(DONE);
    await tree.git("clean", "--quiet", "-fd");
    expect(await tree.git("status", "--porcelain")).toBe("");
    expect(await tree.read()).toMatchObject({ a: "1\n", gone: "1\n" });
    await expectAt(tree.request.from);
  });

  test("by taking the same commits finds the move done", async () => {
    await filesAreSwapped();
    await tree.git("reset", "--quiet", "--hard", tree.request.to);
    expect(await mendMove(tree.tools)).toEqual(DONE);
    expect(await tree.git("status", "--porcelain")).toBe("");
    await expectAt(tree.request.to);
  });

  test("by removing our lock and staging something keeps what is staged", async () => {
    await branchIsMoved();
    await rm(inGit("index.lock"));
    await tree.write({ mine: "mine\n" });
    await tree.git("add", "mine");
    expect(await mendMove(tree.tools)).toEqual(DONE);
    expect(await tree.git("status", "--porcelain")).toBe("M  mine");
    await expectAt(tree.request.to);
  });

  test("by removing our lock and committing on top keeps the commit", async () => {
    await branchIsMoved();
    await rm(inGit("index.lock"));
    await tree.git("reset", "--quiet");
    await tree.write({ a: "3\n" });
    await tree.git("commit", "--quiet", "-a", "-m", "on top");
    const commit = await tree.git("rev-parse", "HEAD");
    expect(await mendMove(tree.tools)).toEqual(DONE);
    expect(await tree.git("status", "--porcelain")).toBe("");
    expect(await tree.read()).toMatchObject({ a: "3\n" });
    await expectAt(commit);
  });

  test("by switching to another branch is not followed there", async () => {
    await tree.git("branch", "other");
    await filesAreSwapped();
    await tree.git("switch", "--quiet", "other");
    expect(await mendMove(tree.tools)).toEqual(DONE);
    expect(await tree.git("status", "--porcelain")).toBe("");
    expect(await tree.git("branch", "--show-current")).toBe("other");
    await expectAt(tree.request.from);
  });
});

describe.skipIf(process.platform !== "linux")("a lock", () => {
  const LOCKS = [
    "index.lock",
    "HEAD.lock",
    "packed-refs.lock",
    "shallow.lock",
    "refs/heads/main.lock",
    "refs/heads/topic/x.lock",
    "refs/remotes/origin/main.lock",
  ];

  async function makeLock(name: string, ageSeconds: number): Promise<string> {
    const file = inGit(name);
    await mkdir(join(file, ".."), { recursive: true });
    await writeFile(file, "");
    const time = Date.now() / 1000 - ageSeconds;
    utimesSync(file, time, time);
    return file;
  }

  test.each(LOCKS)("%s that is old and nobody's is removed", async (name) => {
    const lock = await makeLock(name, 60);
    expect(await mendMove(tree.tools)).toEqual(DONE);
    expect(existsSync(lock)).toBe(false);
    expect(tree.log.events.map(({ event }) => event)).toContain("lock.healed");
  });

  test.each(LOCKS)("%s that is fresh stays", async (name) => {
    const lock = await makeLock(name, 1);
    expect(await mendMove(tree.tools)).toEqual(DONE);
    expect(existsSync(lock)).toBe(true);
  });

  test("of the configuration is never removed", async () => {
    const lock = await makeLock("config.lock", 600);
    expect(await mendMove(tree.tools)).toEqual(DONE);
    expect(existsSync(lock)).toBe(true);
  });

  test("that some process has open stays", async () => {
    const lock = await makeLock("index.lock", 60);
    const child = spawn("sh", ["-c", `exec 3<"$0"; echo; read _`, lock], {
      stdio: ["pipe", "pipe", "ignore"],
    });
    await once(child.stdout, "data");
    expect(await mendMove(tree.tools)).toEqual(DONE);
    expect(existsSync(lock)).toBe(true);
    child.kill();
    await once(child, "exit");
    expect(await mendMove(tree.tools)).toEqual(DONE);
    expect(existsSync(lock)).toBe(false);
  });

  test("that a git command of this repository may have taken stays", async () => {
    const ready = tree.scratch.path("ready");
    const editor = `sh -c 'touch "${ready}"; sleep 60'`;
    const child = spawn("git", ["-C", tree.root, "commit", "--allow-empty", "-a"], {
      env: { ...tree.scratch.env, GIT_EDITOR: editor },
      stdio: "ignore",
      detached: true,
    });
    await vi.waitFor(() => expect(existsSync(ready)).toBe(true), { timeout: 20_000 });
    // `-a` holds the lock, without a descriptor, as long as the editor is open.
    const lock = inGit("index.lock");
    expect(existsSync(lock)).toBe(true);
    await healLocks(tree.tools, { now: () => Date.now() + 3_600_000 });
    const isThere = existsSync(lock);
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    await once(child, "exit");
    expect(isThere).toBe(true);
  });
});
