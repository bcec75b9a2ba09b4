import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type AbsolutePath, refName } from "../../src/decide/brands.ts";
import { createRescueRef } from "../../src/rescue/create-rescue-ref.ts";
import { dropRescue, expireRescues } from "../../src/rescue/drop-rescue.ts";
import { listRescues } from "../../src/rescue/list-rescues.ts";
import type { RefMove } from "../../src/rescue/ref-move.ts";
import type { RescueTools } from "../../src/rescue/rescue-tools.ts";
import { showPatch, showRescue } from "../../src/rescue/show-rescue.ts";
import { takeSnapshot } from "../../src/rescue/take-snapshot.ts";
import { markTold } from "../../src/rescue/told.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";
import { aRequest, rescueTools, valueOf } from "./a-work-tree.ts";

let scratch: Scratch;
let remote: AbsolutePath;
let here: AbsolutePath;
let tools: RescueTools;
let moves: RefMove[];

const onMove = (move: RefMove) =>
  Promise.resolve((outcome: string) => {
    if (outcome === "done") moves.push(move);
    return Promise.resolve();
  });
const REF = refName("refs/hookline/rescue/20260131T120000Z-diverged-aaaaaaaa");

beforeEach(async () => {
  scratch = await makeScratch("keeping");
  remote = await scratch.remote();
  here = await scratch.clone(remote, "here");
  tools = await rescueTools(scratch, here);
  moves = [];
});

afterEach(() => scratch.remove());

const git = (...args: string[]) => scratch.git(here, ...args);

/** A commit and an edit that the remote's history takes the place of. */
async function replaceOurs(): Promise<string> {
  const theirs = (await aRequest(scratch, here)).head;
  const head = await scratch.commit(here, "mine.txt");
  await writeFile(join(here, "README.md"), "edited\n");
  await rm(join(here, "mine.txt"));
  const snapshot = valueOf(await takeSnapshot(tools, await aRequest(scratch, here, { theirs })));
  expect(await createRescueRef(tools, REF, snapshot.commit)).toEqual({ kind: "done" });
  await git("reset", "--quiet", "--hard", theirs);
  return head;
}

async function only() {
  const [rescue, ...others] = valueOf(await listRescues(tools));
  if (rescue === undefined || others.length > 0) throw new Error("not one rescue");
  return rescue;
}

describe("a rescue", () => {
  test("tells by itself what it is", async () => {
    const head = await replaceOurs();
    expect(await only()).toMatchObject({
      name: "20260131T120000Z-diverged-aaaaaaaa",
      remote: null,
      reason: "diverged",
      at: "2026-01-31T12:00:00.000Z",
      toldAt: null,
      facts: { branch: "refs/heads/main", head, commits: 1, files: 2 },
    });
    expect(valueOf(await showRescue(tools, await only()))).toEqual({
      commits: [{ commit: head, subject: "Write mine.txt" }],
      files: [
        { path: "README.md", change: "written" },
        { path: "mine.txt", change: "deleted" },
      ],
      onlyHere: 1,
    });
    const patch: Buffer[] = [];
    valueOf(await showPatch(tools, await only(), (chunk) => void patch.push(chunk)));
    expect(Buffer.concat(patch).toString()).toContain("+edited");
  });

  test("outlasts every way in which git cleans up", async () => {
    const head = await replaceOurs();
    await git("reflog", "expire", "--expire=now", "--all");
    await git("gc", "--quiet", "--prune=now");
    await git("pack-refs", "--all");
    expect((await only()).facts?.head).toBe(head);
    expect(await git("cat-file", "blob", `${REF}:README.md`)).toBe("edited");
    expect(await git("fsck", "--no-dangling")).toBe("");
  });

  test("stays here: push and clone do not take it along", async () => {
    await replaceOurs();
    await git("push", "--quiet", "--all");
    await git("push", "--quiet", "--tags");
    expect(await scratch.git(remote, "for-each-ref", "refs/hookline")).toBe("");
    const copy = await scratch.clone(here, "copy");
    expect(await scratch.git(copy, "for-each-ref", "refs/hookline")).toBe("");
  });
});

describe("a rescue goes", () => {
  test("when it is dropped, and still holds what was shown", async () => {
    await replaceOurs();
    const kept = await only();
    expect(await markTold(tools, [kept])).toEqual({ kind: "done" });
    const told = await only();
    expect(await dropRescue(tools, told, onMove)).toEqual({ kind: "done" });
    expect(moves).toEqual([{ ref: REF, old: kept.commit, new: null, cause: "rescue drop" }]);
    expect(await git("for-each-ref", "refs/hookline")).toBe("");
  });

  test("but not when it became another one meanwhile", async () => {
    await replaceOurs();
    const kept = await only();
    await git("update-ref", REF, "HEAD");
    expect(await dropRescue(tools, kept, onMove)).toMatchObject({ kind: "failed" });
    expect(moves).toEqual([]);
    expect(await git("rev-parse", REF)).toBe(await git("rev-parse", "HEAD"));
  });

  test("by itself when it is old and a person was told of it, and not before", async () => {
    await replaceOurs();
    const day = 86_400_000;
    const now = Date.now() + 100 * day;
    const expire = async (at: number) =>
      valueOf(await expireRescues(tools, at, 90 * day, onMove)).map(({ ref }) => ref);
    expect(await expire(now)).toEqual([]);
    expect(await markTold(tools, [await only()])).toEqual({ kind: "done" });
    expect(await expire(now - 20 * day)).toEqual([]);
    expect(await expire(now)).toEqual([REF]);
    expect(moves).toMatchObject([{ ref: REF, cause: "rescue expire" }]);
    expect(await git("for-each-ref", "refs/hookline")).toBe("");
  });
});

test("the first time that a person was told of a rescue stands", async () => {
  await replaceOurs();
  await markTold(tools, [await only()]);
  const { toldAt } = await only();
  expect(toldAt).toBeGreaterThan(Date.now() - 60_000);
  const mark = await git("for-each-ref", "refs/hookline/told");
  // As if another process had listed it at the same moment.
  expect(await markTold(tools, [{ ...(await only()), toldAt: null }])).toEqual({ kind: "done" });
  expect(await git("for-each-ref", "refs/hookline/told")).toBe(mark);
});
