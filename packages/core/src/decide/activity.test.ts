import { expect, test } from "vitest";
import { aLookResult } from "../testing/a-status.ts";
import { activityKind } from "./activity.ts";
import { commitId } from "./brands.ts";

const offline = { kind: "offline", detail: "" } as const;
const note = {
  ref: `refs/hookline/rescue/20261201T080000Z-diverged-${commitId("a".repeat(40)).slice(0, 8)}`,
  where: "local",
  reason: "diverged",
  commits: 1,
  files: 0,
} as const;
const well = { hold: null, failure: null };

test.each([
  ["nothing to do", null, {}, "quiet"],
  ["nothing to do, again", well, {}, "quiet"],
  ["commits went out", well, { pushed: 2 }, "synced"],
  ["commits came in", well, { pulled: 1 }, "synced"],
  ["something was replaced", well, { pulled: 1, rescued: [note] }, "rescued"],
  ["it failed", well, { failure: offline }, "failed"],
  ["it failed again", { hold: null, failure: "offline" }, { failure: offline }, "failed"],
  ["it failed after it rescued", well, { failure: offline, rescued: [note] }, "failed"],
  ["a hold", well, { hold: "rebase" }, "held"],
  ["the same hold", { hold: "rebase", failure: null }, { hold: "rebase" }, "quiet"],
  ["another hold", { hold: "rebase", failure: null }, { hold: "merge" }, "held"],
  ["well after a failure", { hold: null, failure: "offline" }, {}, "recovered"],
  ["well after a hold", { hold: "rebase", failure: null }, {}, "recovered"],
  ["commits after a failure", { hold: null, failure: "offline" }, { pushed: 1 }, "synced"],
] as const)("%s", (_name, before, look, kind) => {
  expect(activityKind(before, aLookResult(look))).toBe(kind);
});
