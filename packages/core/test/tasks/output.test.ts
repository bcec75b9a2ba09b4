import { spawnSync } from "node:child_process";
import { chmod, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { sh, TaskScratch, writing } from "./a-task.ts";

let here: TaskScratch;

beforeEach(async () => {
  here = await TaskScratch.make();
  await here.commit({ "a.md": "one\n" });
});

afterEach(() => here.remove());

const SUCCEEDED = { kind: "succeeded" };
const written = (name = "docs/a.md.txt") => readFile(here.file(name), "utf8");
const drafts = () => readdir(here.file(".git/hookline/task-output"));
const again = { again: true };

describe("an output", () => {
  test("goes into its file, whole, and folders are made for it", async () => {
    const task = { ...writing("all of it", "docs/deep/{file}.txt") };
    const run = await here.ran({ task });
    expect(run).toMatchObject({ ending: SUCCEEDED, output: "docs/deep/a.md.txt" });
    expect(run.outputBlob).toBe(await here.git("hash-object", "docs/deep/a.md.txt"));
    expect(await written("docs/deep/a.md.txt")).toBe("all of it");
    expect(await drafts()).toEqual([]);
    expect(await here.git("status", "--porcelain", "-uall")).toBe("?? docs/deep/a.md.txt");
  });

  test("is bytes, however many, and longer than what is kept of it", async () => {
    const words = sh("head -c 3000000 /dev/urandom | tee ../copy");
    const run = await here.ran({ task: { words, output: "docs/{file}.bin" } });
    expect(run.stdoutBytes).toBe(3_000_000);
    const [one, other] = await Promise.all([
      readFile(here.file("docs/a.md.bin")),
      readFile(here.scratch.path("copy")),
    ]);
    expect(one.equals(other)).toBe(true);
  });

  test("is not written when the command fails, and no folder is made", async () => {
    const run = await here.ran({ task: { words: sh("echo half; exit 1"), output: "docs/{file}" } });
    expect(run).toMatchObject({ ending: { kind: "failed" }, stdout: "half\n", outputBlob: null });
    expect(await readdir(here.here)).toEqual([".git", "a.md"]);
    expect(await drafts()).toEqual([]);
  });

  test("replaces what an earlier run wrote, committed or not, and keeps its mode", async () => {
    await here.ran({ task: writing("first") });
    await chmod(here.file("docs/a.md.txt"), 0o755);
    expect((await here.ran({ task: writing("second") })).ending).toEqual(SUCCEEDED);
    expect(await written()).toBe("second");
    expect((await stat(here.file("docs/a.md.txt"))).mode & 0o777).toBe(0o755);
    await here.commit({});
    await here.ran({ task: writing("third") });
    expect(await written()).toBe("third");
  });

  test("replaces what HEAD holds", async () => {
    await here.commit({ "docs/a.md.txt": "by a person, and committed\n" });
    expect((await here.ran({ task: writing("new") })).ending).toEqual(SUCCEEDED);
    expect(await written()).toBe("new");
  });

  test("does not replace what a person changed, and the command is not even run", async () => {
    await here.commit({ "docs/a.md.txt": "committed\n" });
    await here.write("docs/a.md.txt", "edited\n");
    const words = sh("echo run > ../ran; echo new");
    const run = await here.ran({ task: { words, output: "docs/{file}.txt" } });
    expect(run.ending).toEqual({
      kind: "output-taken",
      detail:
        "docs/a.md.txt has changes that are not committed: nothing was overwritten. Commit them or move them away",
    });
    expect(await written()).toBe("edited\n");
    expect(await readdir(here.scratch.root)).not.toContain("ran");
  });

  test("does not replace what a person made, nor what they made of an output", async () => {
    await here.write("docs/a.md.txt", "mine\n");
    const run = await here.ran({ task: writing("new") });
    expect(run.ending).toMatchObject({
      kind: "output-taken",
      detail: expect.stringMatching(/^docs\/a\.md\.txt is there already and no task wrote it/),
    });
    expect(await written()).toBe("mine\n");
    await rm(here.file("docs/a.md.txt"));
    await here.ran({ task: writing("first") });
    await here.write("docs/a.md.txt", "first, corrected");
    expect((await here.ran({ task: writing("second") })).ending).toMatchObject({
      kind: "output-taken",
    });
    expect(await written()).toBe("first, corrected");
  });

  test("does not replace what a person wrote while the command ran", async () => {
    for (const before of [undefined, "committed\n"]) {
      if (before !== undefined) await here.commit({ "docs/a.md.txt": before });
      const words = sh("mkdir -p docs; echo mine > docs/a.md.txt; echo new");
      const run = await here.ran({ task: { words, output: "docs/{file}.txt" } });
      expect(run).toMatchObject({ ending: { kind: "output-taken" }, stdout: "new\n" });
      expect(await written()).toBe("mine\n");
      expect(await drafts()).toEqual([]);
      await rm(here.file("docs"), { recursive: true });
    }
  });

  test("that is there already needs no writing, whoever wrote it", async () => {
    await here.ran({ task: writing("same") });
    const { ino } = await stat(here.file("docs/a.md.txt"));
    await here.ran({ task: writing("same"), payload: again });
    expect((await stat(here.file("docs/a.md.txt"))).ino).toBe(ino);
  });

  test.each([
    ["out of the work tree", "../{file}"],
    ["into .git", ".git/{file}"],
    ["into .GIT", "x/.GIT/{file}"],
    ["into git~1", "git~1/{file}"],
    ["to an absolute path", "/tmp/{file}"],
    ["over the file itself", "{file}"],
  ])("never goes %s", async (_what, output) => {
    expect(await here.run({ task: { words: ["echo"], output } })).toMatchObject({
      kind: "unusable",
    });
    expect(await written("a.md")).toBe("one\n");
  });

  test.each<[string, () => Promise<unknown>]>([
    ["through a link", () => symlink(here.scratch.root, here.file("docs"))],
    ["through a link inside", () => symlink(".", here.file("docs"))],
    ["through a file", () => writeFile(here.file("docs"), "")],
    ["into another repository", () => here.git("init", "--quiet", "docs")],
    ["over a link", () => link("../a.md")],
    ["over a link to nowhere", () => link("nowhere")],
    ["over a folder", () => mkdir(here.file("docs/a.md.txt"), { recursive: true })],
    ["over a pipe", () => pipe()],
  ])("never goes %s", async (_what, prepare) => {
    await prepare();
    const before = await here.git("status", "--porcelain", "-uall");
    const run = await here.ran({ task: writing("new") });
    expect(run.ending).toMatchObject({ kind: "output-refused" });
    expect(await here.git("status", "--porcelain", "-uall")).toBe(before);
    expect(await readdir(here.scratch.root)).not.toContain("a.md.txt");
  });

  async function link(target: string): Promise<void> {
    await mkdir(here.file("docs"));
    await symlink(target, here.file("docs/a.md.txt"));
  }

  async function pipe(): Promise<void> {
    await mkdir(here.file("docs"));
    expect(spawnSync("mkfifo", [here.file("docs/a.md.txt")]).status).toBe(0);
  }

  test("never goes through a folder that turned into a link while the command ran", async () => {
    await here.commit({ "docs/b": "b\n" });
    const words = sh("rm -r docs; ln -s .. docs; echo new");
    const run = await here.ran({ task: { words, output: "docs/{file}.txt" } });
    expect(run.ending).toMatchObject({ kind: "output-refused" });
    expect(await readdir(here.scratch.root)).not.toContain("a.md.txt");
  });

  test("that is too large ends the command, and says so", async () => {
    const words = sh("while :; do head -c 1000000 /dev/zero; done");
    const run = await here.ran({ task: { words, output: "docs/{file}.txt" } });
    expect(run.ending).toEqual({
      kind: "output-too-large",
      detail: "it printed more than 64 MiB, the most that a file may get",
    });
    expect(await drafts()).toEqual([]);
  }, 30_000);

  test("that a killed process left unfinished is removed by the next run", async () => {
    const folder = here.file(".git/hookline/task-output");
    await mkdir(folder, { recursive: true });
    const alive = `${process.pid}-${await ticksOf(process.pid)}-other`;
    const names = ["999999999-1-left", `${process.pid}-1-left`, "nonsense", alive];
    for (const name of names) await writeFile(join(folder, name), "half");
    await here.ran({ task: writing("new") });
    expect(await drafts()).toEqual([alive]);
  });

  test("is no output of a run that was taken back", async () => {
    const stop = new AbortController();
    const words = sh("echo half; echo > ../begun; exec sleep 1000");
    const running = here.run({ task: { words, output: "docs/{file}" }, signal: stop.signal });
    await vi.waitFor(async () => expect(await readdir(here.scratch.root)).toContain("begun"));
    stop.abort();
    expect(await running).toEqual({ kind: "stopped" });
    expect(await drafts()).toEqual([]);
    expect(await readdir(here.here)).toEqual([".git", "a.md"]);
  });
});

async function ticksOf(pid: number): Promise<string> {
  const words = (await readFile(`/proc/${pid}/stat`, "utf8")).split(" ");
  return words[21] ?? "";
}

const canMount = spawnSync("unshare", ["-m", "true"]).status === 0;
if (!canMount) console.log("left out: outputs on small file systems: mounting is not allowed");

describe.skipIf(!canMount)("on a file system of its own", () => {
  function mount(folder: string, sizeBytes: number): void {
    const options = ["-t", "tmpfs", "-o", `size=${sizeBytes}`, "tmpfs", folder];
    expect(spawnSync("mount", options).status).toBe(0);
  }

  const unmount = (folder: string) => expect(spawnSync("umount", ["-l", folder]).status).toBe(0);

  test("a full disk is a failure that names the file or the cause", async () => {
    const folder = here.file(".git/hookline");
    await mkdir(folder);
    mount(folder, 1_000_000);
    try {
      const words = sh("head -c 5000000 /dev/zero");
      const run = await here.ran({ task: { words, output: "docs/{file}.txt" } });
      expect(run.ending).toMatchObject({
        kind: "disk",
        detail: expect.stringContaining("ENOSPC"),
      });
    } finally {
      unmount(folder);
    }
  });

  test("a linked work tree elsewhere gets its outputs, too", async () => {
    const root = here.scratch.path("mounted");
    await mkdir(root);
    mount(root, 4_000_000);
    try {
      await here.git("worktree", "add", "--quiet", "--detach", join(root, "tree"));
      const there = here.at(here.scratch.path("mounted", "tree"));
      expect((await there.ran({ task: writing("new") })).ending).toEqual(SUCCEEDED);
      expect(await readFile(there.file("docs/a.md.txt"), "utf8")).toBe("new");
      expect(await there.git("status", "--porcelain", "-uall")).toBe("?? docs/a.md.txt");
    } finally {
      unmount(root);
    }
  });
});
