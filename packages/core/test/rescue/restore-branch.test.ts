import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type AbsolutePath, refName } from "../../src/decide/brands.ts";
import { listRescues } from "../../src/rescue/list-rescues.ts";
import type { RefMove } from "../../src/rescue/ref-move.ts";
import type { Rescue } from "../../src/rescue/rescue.ts";
import { restoreBranch } from "../../src/rescue/restore-branch.ts";
import { takeSnapshot } from "../../src/rescue/take-snapshot.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";
import { aRequest, rescueTools, valueOf } from "./a-work-tree.ts";

let scratch: Scratch;
let here: AbsolutePath;

beforeEach(async () => {
  scratch = await makeScratch("restore");
  here = await scratch.clone(await scratch.remote(), "here");
});

afterEach(() => scratch.remove());

const git = (...args: string[]) => scratch.git(here, ...args);
const NAME = "20260131T120000Z-diverged-aaaaaaaa";

/** Rescues what stands there and gives the rescue. */
async function rescue(endangered: readonly string[] = []): Promise<Rescue> {
  const tools = await rescueTools(scratch, here);
  const { commit } = valueOf(
    await takeSnapshot(tools, await aRequest(scratch, here, { endangered })),
  );
  await git("update-ref", `refs/hookline/rescue/${NAME}`, commit);
  const found = valueOf(await listRescues(tools)).find(({ name }) => name === NAME);
  if (found === undefined) throw new Error("no rescue");
  return found;
}

describe("commits come back as a branch", () => {
  const moves: RefMove[] = [];
  const onMove = (move: RefMove) =>
    Promise.resolve((outcome: string) => {
      if (outcome === "done") moves.push(move);
      return Promise.resolve();
    });

  test("of its own, without switching to it", async () => {
    moves.length = 0;
    const head = await scratch.commit(here, "mine.txt");
    const kept = await rescue();
    await git("reset", "--quiet", "--hard", "origin/main");
    const tools = await rescueTools(scratch, here);
    expect(await restoreBranch(tools, kept, undefined, onMove)).toEqual({
      kind: "made",
      branch: `rescued/${NAME}`,
      commit: head,
    });
    expect(await git("rev-parse", `rescued/${NAME}`)).toBe(head);
    expect(await git("symbolic-ref", "HEAD")).toBe("refs/heads/main");
    expect(moves).toEqual([
      { ref: `refs/heads/rescued/${NAME}`, old: null, new: head, cause: "rescue restore" },
    ]);
    expect(await restoreBranch(tools, kept, undefined, onMove)).toMatchObject({ kind: "there" });
    expect(moves).toHaveLength(1);
  });

  test("but not over another one", async () => {
    await git("branch", "taken", "HEAD");
    await scratch.commit(here, "mine.txt");
    const kept = await rescue();
    const tools = await rescueTools(scratch, here);
    const before = await git("rev-parse", "taken");
    expect(await restoreBranch(tools, kept, "taken", onMove)).toEqual({
      kind: "taken",
      branch: "taken",
    });
    expect(await git("rev-parse", "taken")).toBe(before);
    expect(await restoreBranch(tools, kept, "taken/below", onMove)).toMatchObject({
      kind: "failed",
    });
  });

  test.each(["-d", "HEAD", "a..b", "", "a b", "@{x", "refs/heads/x"])(
    "but not named %j",
    async (name) => {
      const tools = await rescueTools(scratch, here);
      expect(await restoreBranch(tools, await rescue(), name, onMove)).toEqual({
        kind: "bad-name",
        branch: name,
      });
    },
  );
});

test("a ref that somebody made by hand is listed, and comes back as a branch", async () => {
  const head = await scratch.commit(here, "mine.txt");
  await git("update-ref", "refs/hookline/rescue/by-hand", head);
  const tools = await rescueTools(scratch, here);
  const [kept] = valueOf(await listRescues(tools));
  expect(kept).toMatchObject({ name: "by-hand", facts: null, reason: null, at: null });
  expect(kept?.ref).toBe(refName("refs/hookline/rescue/by-hand"));
  if (kept === undefined) throw new Error("no rescue");
  expect(
    await restoreBranch(tools, kept, "again", () => Promise.resolve(() => Promise.resolve())),
  ).toMatchObject({
    kind: "made",
    commit: head,
  });
});
