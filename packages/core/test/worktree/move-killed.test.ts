import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, utimesSync } from "node:fs";
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { MoveRequest } from "../../src/sync/port.ts";
import { aWorkTree, type Files, readFiles, type WorkTree } from "./a-work-tree.ts";

const CHILD = fileURLToPath(import.meta.resolve("./move-child.ts"));

const hasStrace = spawnSync("strace", ["-qq", "-o", "/dev/null", "true"]).status === 0;
if (!hasStrace)
  console.log("left out: a move killed at each system call: strace is missing or not allowed");

/** Something of each kind: edits, a new folder, a folder that goes, a link, file and folder changing places. */
const FIRST: Files = {
  a: "1\n",
  "gone/deep/b": "1\n",
  "was-folder/x": "1\n",
  "was-file": "1\n",
  link: { link: "a" },
  mine: "1\n",
  rescued: "1\n",
};
const SECOND: Files = {
  a: "2\n",
  "gone/deep/b": null,
  "was-folder": "2\n",
  "was-file": null,
  "was-file/y": "2\n",
  link: { link: "mine" },
  "new/deep/c": "2\n",
  rescued: "2\n",
};

/** What the person has there, and keeps: an edit that nothing touches, and a file of their own. */
const PERSONS: Files = { mine: "edited\n", own: "untracked\n" };

let tree: WorkTree;
let request: MoveRequest;
let before: Record<string, string>;
let after: Record<string, string>;

beforeAll(async () => {
  tree = await aWorkTree(FIRST, SECOND);
  await tree.write({ ...PERSONS, rescued: "mine, and in a rescue\n" });
  request = await tree.replacing("rescued");
  before = await tree.read();
  await tree.git("worktree", "add", "--quiet", "--detach", tree.scratch.path("second"), request.to);
  after = {
    ...(await readFiles(tree.scratch.path("second"))),
    mine: "edited\n",
    own: "untracked\n",
  };
  await tree.git("worktree", "remove", tree.scratch.path("second"));
});

afterAll(async () => {
  await tree.scratch.remove();
});

interface Said {
  readonly mended: { readonly kind: string };
  readonly outcome: { readonly kind: string };
}

/** Moves a copy of the work tree in a process of its own; undefined when it was killed. */
function runMove(root: string, strace: readonly string[] = []): Said | undefined {
  const { branch, from, to, replaceable } = request;
  const { env } = tree.scratch;
  const order = JSON.stringify({ env, root, branch, from, to, replaceable: [...replaceable] });
  const words = [...strace, process.execPath, CHILD, order];
  const run = spawnSync(words[0] ?? "", words.slice(1), { encoding: "utf8" });
  if (run.status === 0) return JSON.parse(run.stdout) as Said;
  if (strace.length === 0) throw new Error(run.stderr);
  return undefined;
}

/** Lets the time pass after which a lock without an owner counts as left behind. */
function age(folder: string): string[] {
  const locks = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".lock"),
  );
  for (const lock of locks) utimesSync(join(folder, lock), 1_700_000_000, 1_700_000_000);
  return locks;
}

/** Every path holds what it held, or what it shall hold, or is absent on its way from one to the other. */
function expectNothingForeign(found: Record<string, string>): void {
  for (const [path, text] of Object.entries(found)) {
    if (text === "empty folder" || path.startsWith(".hookline")) continue;
    expect([`${path}: ${before[path]}`, `${path}: ${after[path]}`]).toContain(`${path}: ${text}`);
  }
  expect(found).toMatchObject({ mine: "edited\n", own: "untracked\n" });
}

/** Does something to the n-th call of one kind in a move, and has the next look mend. */
async function harmAndMend(call: string, harm: string, when: number): Promise<boolean> {
  const root = tree.scratch.path(`harmed-${call}-${when}`);
  await cp(tree.root, root, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  const inject = `inject=${call}:${harm}:when=${when}`;
  const said = runMove(root, [
    "strace",
    "-f",
    "-qq",
    "-o",
    "/dev/null",
    "-e",
    `trace=${call}`,
    "-e",
    inject,
  ]);
  expectNothingForeign(await readFiles(root));
  age(join(root, ".git"));
  const mended = runMove(root);
  expect(mended).toMatchObject({ mended: { kind: "done" }, outcome: { kind: "done" } });
  expect(await readFiles(root)).toEqual(after);
  const git = (...args: string[]): Promise<string> => tree.scratch.git(root, ...args);
  expect(await git("rev-parse", "HEAD", "main")).toBe(`${request.to}\n${request.to}`);
  expect(await git("status", "--porcelain")).toBe(" M mine\n?? own");
  await git("fsck", "--no-progress");
  expect(age(join(root, ".git"))).toEqual([]);
  expect(existsSync(join(root, ".git/hookline/move"))).toBe(false);
  expect(existsSync(join(root, ".git/hookline/kept"))).toBe(false);
  await rm(root, { recursive: true });
  return said === undefined || said.outcome.kind !== "done";
}

const EVERY = process.env["EVERY_POINT"] === "1";

describe.skipIf(!hasStrace)("a move killed", { timeout: 600_000 }, () => {
  test.each([
    { call: "rename", step: 1 },
    { call: "link", step: 1 },
    { call: "unlink", step: 3 },
    { call: "symlink", step: 1 },
    { call: "mkdir", step: 2 },
    { call: "rmdir", step: 2 },
    { call: "fsync", step: 3 },
    { call: "openat", step: 151 },
  ])("at its n-th $call is finished or taken back by the next look", async ({ call, step }) => {
    let points = 0;
    for (let when = 1; ; when += EVERY ? Math.ceil(step / 20) : step) {
      if (!(await harmAndMend(call, "signal=KILL", when))) break;
      points += 1;
    }
    expect(points).toBeGreaterThan(0);
  });
});

describe.skipIf(!hasStrace)("a move that meets an error", { timeout: 600_000 }, () => {
  test.each([
    { call: "rename", error: "ENOSPC", step: 3 },
    { call: "link", error: "ENOSPC", step: 3 },
    { call: "mkdir", error: "EDQUOT", step: 3 },
    { call: "unlink", error: "EIO", step: 5 },
    { call: "fsync", error: "EIO", step: 5 },
    { call: "openat", error: "EMFILE", step: 101 },
  ])("$error at its n-th $call ends well after the next look", async ({ call, error, step }) => {
    let points = 0;
    for (let when = 1; ; when += EVERY ? 1 : step) {
      if (!(await harmAndMend(call, `error=${error}`, when))) break;
      points += 1;
    }
    expect(points).toBeGreaterThan(0);
  });
});
