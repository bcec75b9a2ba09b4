import { execFile, execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Agent, startAgent } from "../src/agent/agent.ts";
import { systemClock } from "../src/clock.ts";
import type { AbsolutePath } from "../src/decide/brands.ts";
import { findHome, type Home } from "../src/home.ts";
import { register } from "../src/registration/registry.ts";
import { memoryLog } from "../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../src/testing/scratch.ts";

const run = promisify(execFile);

/** Debian's, with the binding to libgit2. */
const PYTHON = "/usr/bin/python3";

const NO_LIBGIT2 = noLibgit2();
if (NO_LIBGIT2) console.log(`left out: commits by libgit2: ${NO_LIBGIT2}`);

const COMMIT_WITH_LIBGIT2 = `
import pygit2, sys
repository = pygit2.Repository(sys.argv[1])
me = pygit2.Signature("Test", "test@example.org")
tree = repository.index.write_tree()
repository.create_commit("HEAD", me, me, "by libgit2", tree, [repository.head.target])
`;

let scratch: Scratch;
let home: Home;
let remote: AbsolutePath;
let here: AbsolutePath;
let agent: Agent;

const git = (...args: string[]) => scratch.git(here, ...args);
const eventually = (check: () => unknown) => vi.waitFor(check, { timeout: 30_000, interval: 20 });

beforeEach(async () => {
  scratch = await makeScratch("scan");
  home = findHome(scratch.env);
  remote = await scratch.remote();
  here = await scratch.clone(remote, "here");
  await git("config", "hookline.syncInterval", "1d");
  await register({ env: scratch.env, log: memoryLog().log }, here);
  const options = { home, env: scratch.env, clock: systemClock, logLevel: "debug" as const };
  agent = await startAgent({ ...options, version: "1" });
  await eventually(() => {
    const [only] = agent.status().repositories;
    if (only?.state !== "up-to-date" || only.activity !== "resting") throw new Error("not at rest");
  });
});

afterEach(async () => {
  await agent.stop("the test is over");
  await scratch.remove();
});

/** A commit on top of HEAD that no branch has yet. */
const loose = (message: string) => git("commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", message);

const withoutHooks: readonly (readonly [string, () => Promise<unknown>])[] = [
  ["update-ref", async () => git("update-ref", "refs/heads/main", await loose("moved"))],
  ["reset --soft", async () => git("reset", "--quiet", "--soft", await loose("reset to"))],
  ["reset --hard", async () => git("reset", "--quiet", "--hard", await loose("reset to"))],
  ["branch --force", moveFromAnotherBranch],
  ["fast-import", fastImport],
  ["a commit whose hooks are switched off", commitWithoutHooks],
];

test.each(withoutHooks)("what runs no hook is found and pushed: %s", async (_name, act) => {
  await act();
  expect(await reasonsUntilItArrived()).toEqual(["refs-moved"]);
});

test.skipIf(NO_LIBGIT2 !== null)("so is a commit by a client built on libgit2", async () => {
  await run(PYTHON, ["-c", COMMIT_WITH_LIBGIT2, here], { env: scratch.env });
  expect(await git("log", "-1", "--format=%s")).toBe("by libgit2");
  expect(await reasonsUntilItArrived()).toEqual(["refs-moved"]);
});

/** Waits until the remote has what the branch holds; gives the reasons of the looks since the start. */
async function reasonsUntilItArrived(): Promise<readonly string[]> {
  const commit = await git("rev-parse", "main");
  await eventually(async () => {
    if ((await scratch.git(remote, "rev-parse", "main")) !== commit) throw new Error("not there");
  });
  const log = await readFile(join(home.logs, "agent.log"), "utf8");
  const reasons = [...log.matchAll(/"look.started".*"reasons":\["([\w-]+)"\]/g)];
  return [...new Set(reasons.map(([, reason = ""]) => reason))].filter((one) => one !== "start");
}

async function moveFromAnotherBranch(): Promise<void> {
  await git("switch", "--quiet", "-c", "side");
  await git("branch", "--force", "main", await loose("forced"));
  await git("switch", "--quiet", "main");
}

async function fastImport(): Promise<void> {
  const stream = [
    "commit refs/heads/main",
    "committer Test <test@example.org> now",
    "data <<END\nimported\nEND",
    "from refs/heads/main^0",
    "",
  ];
  const done = run("git", ["fast-import", "--quiet", "--date-format=now"], {
    cwd: here,
    env: scratch.env,
  });
  done.child.stdin?.end(stream.join("\n"));
  await done;
}

function commitWithoutHooks(): Promise<string> {
  return git("-c", "core.hooksPath=/dev/null", "commit", "--quiet", "--allow-empty", "-m", "quiet");
}

/** Why there is no libgit2 to commit with, if there is none. */
function noLibgit2(): string | null {
  try {
    execFileSync(PYTHON, ["-c", "import pygit2"], { stdio: "ignore" });
    return null;
  } catch {
    return "no Python with pygit2";
  }
}
