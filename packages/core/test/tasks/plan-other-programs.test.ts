import { execFile, execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeEach, expect, test } from "vitest";
import { systemClock } from "../../src/clock.ts";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { nextStep } from "../../src/decide/next-step.ts";
import { openGit } from "../../src/git/run-git.ts";
import { openGitPort } from "../../src/sync/git-port.ts";
import { look } from "../../src/sync/look.ts";
import { commitPaths } from "../../src/tick/commit-paths.ts";
import { A_TICK } from "../tick/a-commit-scratch.ts";
import { forEach, makePlannerScratch, type PlannerScratch } from "./a-planner.ts";

const run = promisify(execFile);

/** Debian's, with the binding to libgit2. */
const PYTHON = "/usr/bin/python3";

const NO_LIBGIT2 = noLibgit2();
if (NO_LIBGIT2) console.log(`left out: jobs of commits by libgit2: ${NO_LIBGIT2}`);

const LIBGIT2 = `
import pygit2, sys
repository = pygit2.Repository(sys.argv[1])
me = pygit2.Signature("Test", "test@example.org")
def commit(name):
    open(sys.argv[1] + "/" + name, "w").write(name)
    repository.index.add(name)
    repository.index.write()
    tree = repository.index.write_tree()
    return repository.create_commit("HEAD", me, me, "by libgit2", tree, [repository.head.target])
`;

let scratch: PlannerScratch;
let here: AbsolutePath;
let there: AbsolutePath;

const git = (...args: string[]) => scratch.git(here, ...args);
const operations = { plan: () => 1, settle: () => true };

beforeEach(async () => {
  scratch = await makePlannerScratch([forEach("commit"), forEach("pull")]);
  const remote = await scratch.remote();
  here = await scratch.clone(remote, "here");
  there = await scratch.clone(remote, "there");
  await scratch.plan(here);
});

test.each(["tick", "auto-commit"] as const)(
  "our own commits of the user's files: %s",
  async (cause) => {
    await mkdir(join(here, "state"));
    await writeFile(join(here, "state", "a"), "a\n");
    const outcome = await commitPaths(
      {
        git: openGit(scratch.door, here),
        place: await scratch.place(here),
        operations,
        log: scratch.door.log,
        clock: systemClock,
        limits: { deadlineMs: 60_000, signal: new AbortController().signal },
      },
      { ...A_TICK, cause },
    );
    expect(outcome).toMatchObject({ kind: "committed" });
    expect(await scratch.plan(here)).toEqual(["commit commit state/a"]);
  },
);

/** Lets the engine bring the repository in step with its remote. */
async function lookHere(): Promise<void> {
  const port = openGitPort(scratch.door, await scratch.place(here), new AbortController().signal);
  const { now, monotonic } = systemClock;
  const { result } = await look(
    { port, decide: nextStep, operations, log: scratch.door.log, now, monotonic },
    { repository: here, asksRemote: true, occasion: "sync", seenRemotes: [] },
  );
  expect(result).toMatchObject({ state: "up-to-date", failure: null });
}

test("what the engine takes from the remote was pulled", async () => {
  await scratch.commit(there, "a");
  await scratch.git(there, "push", "--quiet");
  await lookHere();
  expect(await scratch.plan(here)).toEqual(["pull pull a"]);
});

test("so was what it takes in place of commits made here", async () => {
  await scratch.commit(here, "README.md", "ours\n");
  await scratch.plan(here);
  await scratch.commit(there, "a");
  await scratch.git(there, "push", "--quiet");
  await lookHere();
  expect(await git("log", "-1", "--format=%s")).toBe("Write a");
  expect(await scratch.plan(here)).toEqual(["pull pull a"]);
});

test.skipIf(NO_LIBGIT2 !== null)(
  "a client built on libgit2 runs no hook, and commits",
  async () => {
    await run(PYTHON, ["-c", `${LIBGIT2}commit("a")`, here], { env: scratch.env });
    expect(await scratch.plan(here)).toEqual(["commit commit a"]);
  },
);

test.skipIf(NO_LIBGIT2 !== null)("its checkouts and resets are nothing", async () => {
  const acts = [
    `made = commit("a")`,
    `repository.checkout(repository.branches.local.create("side", repository[made].parents[0]))`,
    `repository.checkout("refs/heads/main")`,
    `repository.reset(repository[made].parents[0].id, pygit2.GIT_RESET_HARD)`,
    `repository.reset(made, pygit2.GIT_RESET_HARD)`,
  ];
  await run(PYTHON, ["-c", LIBGIT2 + acts[0], here], { env: scratch.env });
  await scratch.plan(here);
  const rest = [`made = repository.head.target`, ...acts.slice(1)].join("\n");
  await run(PYTHON, ["-c", LIBGIT2 + rest, here], { env: scratch.env });
  expect(await scratch.plan(here)).toEqual([]);
  expect(await git("reflog", "-4", "--format=%gs")).toContain("checkout: moving from");
});

/** Why there is no libgit2 to commit with, if there is none. */
function noLibgit2(): string | null {
  try {
    execFileSync(PYTHON, ["-c", "import pygit2"], { stdio: "ignore" });
    return null;
  } catch {
    return "no Python with pygit2";
  }
}
