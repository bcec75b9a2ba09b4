import { execFile } from "node:child_process";
import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeEach, expect, test } from "vitest";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { InputError } from "../../src/errors.ts";
import { toText } from "../../src/git/path-bytes.ts";
import { openGit } from "../../src/git/run-git.ts";
import type { ChangeTools } from "../../src/tasks/changed-files.ts";
import { listChangedSince, listFiles } from "../../src/tasks/list-files.ts";
import { planRun } from "../../src/tasks/plan-run.ts";
import { aTask, makePlannerScratch, type PlannerScratch } from "./a-planner.ts";

const run = promisify(execFile);

let scratch: PlannerScratch;
let here: AbsolutePath;
let tools: ChangeTools;

beforeEach(async () => {
  scratch = await makePlannerScratch();
  here = await scratch.clone(await scratch.remote(), "here");
  tools = toolsFor(here);
});

function toolsFor(repository: AbsolutePath): ChangeTools {
  const { log } = scratch.door;
  const git = openGit(scratch.door, repository);
  return { git, limits: { deadlineMs: 60_000 }, repository, log };
}

type Listed = Awaited<ReturnType<typeof listFiles>>;

function files(listed: Listed) {
  if (listed.kind === "failed") throw new Error(listed.failure.detail);
  return listed.value;
}

const names = (listed: Listed) => files(listed).map(({ path }) => toText(path));

test("all files of HEAD, and nothing else", async () => {
  await writeFile(join(here, "a\nb"), "odd\n");
  await symlink("README.md", join(here, "link"));
  await scratch.git(here, "add", "--all");
  await scratch.git(here, "commit", "--quiet", "-m", "odd");
  await writeFile(join(here, "untracked"), "x\n");
  await writeFile(join(here, "README.md"), "not committed\n");
  const listed = await listFiles(tools);
  expect(names(listed)).toEqual(["README.md", "a\nb"]);
  expect(files(listed)[0]?.contents).toEqual([
    {
      blob: await scratch.git(here, "rev-parse", "HEAD:README.md"),
      commit: await scratch.git(here, "rev-parse", "HEAD"),
      on: "commit",
    },
  ]);
});

test("10,000 files, however git's output is cut into pieces", async () => {
  const blob = await scratch.git(here, "rev-parse", "HEAD:README.md");
  const many = Array.from({ length: 10_000 }, (_, at) => `folder ${at % 7}/f${at}`);
  const stream = [
    "commit refs/heads/main",
    "committer Test <test@example.org> 1 +0000",
    "data 0",
    ...many.map((name) => `M 100644 ${blob} ${name}`),
    "",
  ];
  const done = run("git", ["fast-import", "--quiet", "--force"], { cwd: here, env: scratch.env });
  done.child.stdin?.end(stream.join("\n"));
  await done;
  expect(names(await listFiles(tools)).toSorted()).toEqual(many.toSorted());
});

test("no commit, no files", async () => {
  const fresh = scratch.path("fresh");
  await scratch.git(scratch.root, "init", "--quiet", fresh);
  expect(await listFiles(toolsFor(fresh))).toEqual({ kind: "read", value: [] });
});

test("the files that differ since a commit, a branch or a tag", async () => {
  await scratch.git(here, "tag", "begin");
  await scratch.git(here, "tag", "-a", "-m", "annotated", "noted");
  await scratch.commit(here, "a");
  await scratch.commit(here, "b");
  await scratch.git(here, "rm", "--quiet", "a");
  await scratch.git(here, "commit", "--quiet", "-m", "without a");
  for (const since of ["begin", "noted", "HEAD~3", "origin/main", ":/Write README"]) {
    expect([since, names(await listChangedSince(tools, since))]).toEqual([since, ["b"]]);
  }
  expect(names(await listChangedSince(tools, "HEAD"))).toEqual([]);
});

test.each([
  "nowhere",
  "--output=x",
  "-1",
  "",
  "HEAD:README.md",
  "a\0b",
  "HEAD..main",
  "HEAD@{9",
  "^HEAD",
])("what names no commit is refused with a hint: %j", async (since) => {
  await expect(listChangedSince(tools, since)).rejects.toThrow("names no commit");
  await expect(listChangedSince(tools, since)).rejects.toSatisfy(
    (error) => error instanceof InputError && error.code === "unknown-revision",
  );
});

test("a folder that is no repository is a failure, and no bad name", async () => {
  expect(await listChangedSince(toolsFor(scratch.path("nowhere")), "HEAD")).toMatchObject({
    kind: "failed",
  });
});

test("a run is due at once, first, and for every content, whatever the task waits for", async () => {
  await scratch.commit(here, "a.ts");
  const request = {
    repository: here,
    task: aTask({ mode: "manual", on: ["pull"] }),
    files: files(await listFiles(tools)),
    matches: () => (path: string) => path.endsWith(".ts"),
    run: "run-1",
    again: true,
    now: 5,
  } as const;
  const jobs = planRun(request);
  expect(jobs).toEqual([
    {
      kind: "document",
      lane: here,
      payload: expect.objectContaining({ path: "a.ts", on: "commit", again: true }),
      dedupeKey: expect.any(String),
      run: "run-1",
      priority: 10,
      runAt: 5,
    },
  ]);
  const [other] = planRun({ ...request, run: "run-2" });
  expect(other?.dedupeKey).not.toBe(jobs[0]?.dedupeKey);
});
