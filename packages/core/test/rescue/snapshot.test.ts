import { chmod, mkdir, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type AbsolutePath, commitId } from "../../src/decide/brands.ts";
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

describe("a snapshot holds", () => {
  test("edits, new files, links and modes, and leaves out what is gone", async () => {
    await scratch.commit(here, "edited.txt");
    await scratch.commit(here, "gone.txt");
    await scratch.commit(here, "run.sh");
    await write("edited.txt", "new words\n");
    await write('new\n"file".txt', "new file\n");
    await symlink("nowhere", join(here, "link"));
    await chmod(join(here, "run.sh"), 0o755);
    await rm(join(here, "gone.txt"));
    const { commit, files, keptBy } = await taken();
    expect(await treeOf(commit)).toEqual([
      "100644 README.md",
      "100644 edited.txt",
      "120000 link",
      '100644 new\n"file".txt',
      "100755 run.sh",
    ]);
    expect(await blobOf(commit, "edited.txt")).toBe("new words");
    expect(await blobOf(commit, "link")).toBe("nowhere");
    expect([...files.keys()].toSorted()).toEqual([
      "edited.txt",
      "gone.txt",
      "link",
      'new\n"file".txt',
      "run.sh",
    ]);
    expect(files.get("gone.txt")).toBeNull();
    expect(files.get("edited.txt")).toBe(await git("hash-object", "edited.txt"));
    expect(keptBy).toBeNull();
  });

  test("a name that is not UTF-8", async () => {
    await writeFile(Buffer.concat([Buffer.from(`${here}/caf`), Buffer.from([0xe9])]), "latin\n");
    const { commit } = await taken();
    expect(await git("ls-tree", "-r", "--name-only", commit)).toContain('"caf\\351"');
  });

  test("nothing but the commits where nothing else is", async () => {
    const { commit, files } = await taken();
    expect(files.size).toBe(0);
    expect(await git("rev-parse", `${commit}^{tree}`)).toBe(await git("rev-parse", "HEAD^{tree}"));
    expect(await factsOf(commit)).toMatchObject({ files: 0, indexTree: null, rawTree: null });
  });

  test("HEAD, what the branch moves to, and the index, as parents", async () => {
    const head = await scratch.commit(here, "mine.txt");
    const theirs = await git("rev-parse", "HEAD~1");
    await write("mine.txt", "staged\n");
    await git("add", "mine.txt");
    await write("mine.txt", "later\n");
    const { commit } = await taken({ theirs: commitId(theirs) });
    expect(await git("rev-parse", `${commit}^1`, `${commit}^2`)).toBe(`${head}\n${theirs}`);
    const facts = await factsOf(commit);
    expect(facts).toMatchObject({ head, theirs, commits: 1, files: 1, reason: "diverged" });
    expect(await git("cat-file", "blob", `${facts?.indexTree}:mine.txt`)).toBe("staged");
    expect(await blobOf(commit, "mine.txt")).toBe("later");
    const reachable = await git("rev-list", "--objects", commit);
    expect(reachable).toContain(facts?.indexTree);
    expect(reachable).toContain(facts?.rawTree);
  });

  test("git's own form of a file that was only touched, and the same each time", async () => {
    await git("config", "core.autocrlf", "input");
    await scratch.commit(here, "text.txt", "one\r\ntwo\r\n");
    await write("README.md", "edited\n");
    await utimes(join(here, "text.txt"), 1, 1);
    const touched = await factsOf((await taken()).commit);
    expect(await git("status", "--porcelain")).toBe(" M README.md");
    const { commit, files } = await taken();
    expect(await factsOf(commit)).toEqual(touched);
    expect([...files.keys()]).toEqual(["README.md"]);
    expect(await blobOf(commit, "text.txt")).toBe("one\ntwo");
  });

  test("the exact bytes of an edit that is what git would store", async () => {
    await git("config", "core.autocrlf", "true");
    await scratch.commit(here, "text.txt", "one\r\ntwo\r\n");
    await write("text.txt", "one\ntwo\n");
    const facts = await factsOf((await taken()).commit);
    expect(await git("ls-tree", "--name-only", facts?.rawTree ?? "")).toBe("text.txt");
  });

  test("ignored files that are in danger, and no others", async () => {
    await write(".gitignore", "*.log\nbuild/\n");
    await write("a.log", "a\n");
    await write("b.log", "b\n");
    await mkdir(join(here, "build/deep"), { recursive: true });
    await write("build/deep/x.o", "x\n");
    const { commit, files } = await taken({ endangered: ["a.log", "build"] });
    expect(await treeOf(commit)).toEqual([
      "100644 .gitignore",
      "100644 README.md",
      "100644 a.log",
      "100644 build/deep/x.o",
    ]);
    expect(files.get("build/deep/x.o")).toBe(await git("hash-object", "build/deep/x.o"));
  });

  test("edits that git was told not to see", async () => {
    await scratch.commit(here, "assumed.txt");
    await scratch.commit(here, "skipped.txt");
    await scratch.commit(here, "absent.txt");
    await git("update-index", "--assume-unchanged", "assumed.txt");
    await git("update-index", "--skip-worktree", "skipped.txt", "absent.txt");
    await write("assumed.txt", "my own\n");
    await write("skipped.txt", "my own too\n");
    await rm(join(here, "absent.txt"));
    const { commit, files } = await taken();
    expect(await blobOf(commit, "assumed.txt")).toBe("my own");
    expect(await blobOf(commit, "skipped.txt")).toBe("my own too");
    expect(await blobOf(commit, "absent.txt")).toBe("absent.txt");
    expect([...files.keys()].toSorted()).toEqual(["assumed.txt", "skipped.txt"]);
  });

  test("files outside a sparse checkout as git has them", async () => {
    await mkdir(join(here, "in"));
    await mkdir(join(here, "out"));
    await scratch.commit(here, "in/a.txt");
    await scratch.commit(here, "out/b.txt");
    await git("sparse-checkout", "set", "in");
    await write("in/a.txt", "edited\n");
    const { commit, files } = await taken();
    expect(await blobOf(commit, "out/b.txt")).toBe("out/b.txt");
    expect([...files.keys()]).toEqual(["in/a.txt"]);
  });

  test("a folder in the place of a file, and a file in the place of a folder", async () => {
    await mkdir(join(here, "folder"));
    await scratch.commit(here, "folder/a.txt");
    await scratch.commit(here, "file");
    await rm(join(here, "folder"), { recursive: true });
    await rm(join(here, "file"));
    await write("folder", "now a file\n");
    await mkdir(join(here, "file"));
    await write("file/a.txt", "now in a folder\n");
    const { commit } = await taken();
    expect(await treeOf(commit)).toEqual([
      "100644 README.md",
      "100644 file/a.txt",
      "100644 folder",
    ]);
  });

  test("both sides of a stash that did not apply, as the markers stand in the file", async () => {
    await scratch.commit(here, "a.txt", "one\n");
    await write("a.txt", "stashed\n");
    await git("stash");
    await scratch.commit(here, "a.txt", "committed\n");
    await git("stash", "pop").catch(() => undefined);
    const { commit, files } = await taken();
    expect(await blobOf(commit, "a.txt")).toMatch(/<<<<<<<[^]*stashed/);
    expect(files.has("a.txt")).toBe(true);
  });

  test("nothing from behind a link that took the place of a folder", async () => {
    await mkdir(join(here, "docs"));
    await scratch.commit(here, "docs/a.txt");
    await mkdir(scratch.path("elsewhere"));
    await writeFile(scratch.path("elsewhere", "a.txt"), "not of this work tree\n");
    await rm(join(here, "docs"), { recursive: true });
    await symlink(scratch.path("elsewhere"), join(here, "docs"));
    const { commit, files } = await taken();
    expect(await treeOf(commit)).toEqual(["100644 README.md", "120000 docs"]);
    expect(files.get("docs/a.txt")).toBeNull();
  });
});
