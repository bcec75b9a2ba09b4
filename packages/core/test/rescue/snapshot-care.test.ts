import { mkdir, rm, stat, symlink, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type AbsolutePath } from "../../src/decide/brands.ts";
import { parseRescueMessage } from "../../src/decide/rescue-message.ts";
import { takeSnapshot } from "../../src/rescue/take-snapshot.ts";
import type { SnapshotRequest } from "../../src/sync/port.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";
import { aRequest, rescueTools, valueOf } from "./a-work-tree.ts";

let scratch: Scratch;
let here: AbsolutePath;

beforeEach(async () => {
  scratch = await makeScratch("snapshot");
  here = await scratch.clone(await scratch.remote(), "here");
});

afterEach(() => scratch.remove());

const git = (...args: string[]) => scratch.git(here, ...args);
const write = (path: string, text: string) => writeFile(join(here, path), text);

async function snapshot(overrides: Partial<SnapshotRequest> = {}) {
  const tools = await rescueTools(scratch, here);
  return takeSnapshot(tools, await aRequest(scratch, here, overrides));
}

async function taken(overrides: Partial<SnapshotRequest> = {}) {
  return valueOf(await snapshot(overrides));
}

async function factsOf(commit: string) {
  return parseRescueMessage(await git("log", "-1", "--format=%B", commit));
}

/** The snapshot's own tree, as `<mode> <path>` lines. */
async function treeOf(commit: string): Promise<string[]> {
  const listed = await git("ls-tree", "-r", "-z", commit);
  return listed.split("\0").flatMap((line) => {
    const [entry, path] = line.split("\t");
    return path === undefined ? [] : [`${entry?.slice(0, 6)} ${path}`];
  });
}

const blobOf = (commit: string, path: string) => git("cat-file", "blob", `${commit}:${path}`);

describe("a snapshot leaves out, and says so,", () => {
  test("repositories inside, and large files that are not in danger", async () => {
    await git("init", "--quiet", "inner");
    await write("inner/file.txt", "its own\n");
    await write("large.bin", "");
    await truncate(join(here, "large.bin"), 100 * 1024 * 1024 + 1);
    const { commit } = await taken();
    expect((await factsOf(commit))?.leftOut).toEqual([
      { path: "large.bin", why: "larger than 100 MB" },
      { path: "inner/", why: "a repository of its own" },
    ]);
    const inDanger = await taken({ endangered: ["large.bin"] });
    expect(await treeOf(inDanger.commit)).toContain("100644 large.bin");
  });

  test("names that git does not take", async () => {
    await mkdir(join(here, ".GIT"));
    await write(".GIT/config", "x\n");
    await symlink("x", join(here, ".gitmodules"));
    const { commit } = await taken();
    expect((await factsOf(commit))?.leftOut).toEqual([
      { path: ".GIT/config", why: "not a name for git" },
      { path: ".gitmodules", why: "not a name for git" },
    ]);
  });
});

describe("a snapshot touches nothing of the person's", () => {
  test("and needs no lock of git's", async () => {
    await write("README.md", "edited\n");
    await write("staged.txt", "staged\n");
    await git("add", "staged.txt");
    await write(".git/index.lock", "");
    const before = await fingerprint();
    const { commit } = await taken();
    expect(await fingerprint()).toEqual(before);
    expect(await treeOf(commit)).toEqual(["100644 README.md", "100644 staged.txt"]);
  });

  test("and works in a linked work tree", async () => {
    await git("worktree", "add", "--quiet", scratch.path("second"), "-b", "second");
    await writeFile(scratch.path("second", "README.md"), "edited there\n");
    const tools = await rescueTools(scratch, scratch.path("second"));
    const request = await aRequest(scratch, scratch.path("second"));
    const { commit, files } = valueOf(await takeSnapshot(tools, request));
    expect([...files.keys()]).toEqual(["README.md"]);
    expect(await blobOf(commit, "README.md")).toBe("edited there");
  });

  test("and works in a repository of SHA-256", async () => {
    await scratch.git(scratch.root, "init", "--quiet", "--object-format=sha256", "long");
    const long = scratch.path("long");
    await scratch.commit(long, "a.txt");
    await writeFile(join(long, "a.txt"), "edited\n");
    const tools = await rescueTools(scratch, long);
    const { files } = valueOf(await takeSnapshot(tools, await aRequest(scratch, long)));
    expect(files.get("a.txt")).toHaveLength(64);
  });

  test("and works where there is no index", async () => {
    await rm(join(here, ".git/index"));
    const { commit, files } = await taken();
    expect(await treeOf(commit)).toEqual(["100644 README.md"]);
    expect(files.size).toBe(0);
  });

  test("and sees an edit that has the size and the second of what it replaced", async () => {
    await git("config", "core.trustctime", "false");
    await scratch.commit(here, "racy.txt", "aaaa\n");
    const second = Math.floor(Date.now() / 1000) - 100;
    await utimes(join(here, "racy.txt"), second, second);
    await git("update-index", "--refresh");
    await write("racy.txt", "bbbb\n");
    await utimes(join(here, "racy.txt"), second, second);
    await utimes(join(here, ".git/index"), second, second);
    const { commit } = await taken();
    expect(await blobOf(commit, "racy.txt")).toBe("bbbb");
  });
});

describe("a snapshot that was taken before", () => {
  test("is found again, for as long as nothing changes", async () => {
    await write("README.md", "edited\n");
    const first = await taken();
    await git("update-ref", "refs/hookline/rescue/one", first.commit);
    const again = await taken({ at: "2027-01-01T00:00:00.000Z" });
    expect(again).toMatchObject({ commit: first.commit, keptBy: "refs/hookline/rescue/one" });
    expect((await taken({ reason: "in-the-way" })).keptBy).toBeNull();
    await write("README.md", "edited more\n");
    expect((await taken()).keptBy).toBeNull();
  });

  test("is another one when only something staged differs", async () => {
    await write("new.txt", "new\n");
    const first = await taken();
    await git("update-ref", "refs/hookline/rescue/one", first.commit);
    await git("add", "new.txt");
    expect((await taken()).keptBy).toBeNull();
  });
});

describe("a snapshot fails", () => {
  test("for a repository of its own that is in danger", async () => {
    await git("init", "--quiet", "inner");
    const found = await snapshot({ endangered: ["inner"] });
    expect(found).toMatchObject({
      kind: "failed",
      failure: { detail: "inner is a repository of its own and stands in the way" },
    });
  });

  test("where the index cannot be read", async () => {
    await write(".git/index", "no index ".repeat(20));
    expect(await snapshot()).toMatchObject({ kind: "failed", failure: { kind: "corrupt" } });
  });
});

async function fingerprint() {
  const { mtimeNs, ino } = await stat(join(here, ".git/index"), { bigint: true });
  return {
    index: `${ino} ${mtimeNs}`,
    refs: await git("for-each-ref"),
    head: await git("rev-parse", "HEAD"),
    status: await git("status", "--porcelain", "-uall"),
  };
}
