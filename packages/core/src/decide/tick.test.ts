import { describe, expect, test } from "vitest";
import { aCommit, anObservation, anUpstream } from "../testing/an-observation.ts";
import { refName } from "./brands.ts";
import { type TickObservation, tickHold } from "./tick.ts";

const branch = refName("refs/heads/main");
const { head } = anObservation();
const commit = aCommit("1");

describe("a tick", () => {
  test.each<readonly [string, Partial<TickObservation>, string | null]>([
    ["on a branch that follows one", {}, null],
    ["on a branch that follows none", { head: { kind: "no-upstream", branch, commit } }, null],
    [
      "whose upstream is gone",
      { head: { kind: "upstream-gone", branch, commit, upstream: anUpstream } },
      null,
    ],
    ["at a detached HEAD", { head: { kind: "detached", commit } }, "detached"],
    ["before the first commit", { head: { kind: "unborn", branch } }, "unborn"],
    ["in the middle of a rebase", { openOperation: "rebase" }, "rebase"],
    ["in the middle of a merge", { openOperation: "merge" }, "merge"],
    ["in the middle of a bisect", { openOperation: "bisect" }, "bisect"],
    ["while paused", { paused: true }, "paused"],
    ["while paused in a rebase", { paused: true, openOperation: "rebase" }, "paused"],
  ])("%s", (_, differs, hold) => {
    expect(tickHold({ head, openOperation: null, paused: false, ...differs })).toBe(hold);
  });
});
