import { aJob, aLook } from "@hookline/core/testing";
import { expect, test } from "vitest";
import { actedInWords, unfitInWords } from "./describe-action.ts";

test.each([
  ["retry", 1, true, "Queued 1 job again."],
  ["retry", 3, false, "Queued 3 jobs again."],
  ["retry", 0, false, "No job failed, so there is nothing to retry."],
  ["cancel", 2, true, "Took back 2 jobs."],
  ["cancel", 0, false, "No job waits or runs, so there is nothing to cancel."],
  ["discard", 1, true, "Discarded 1 job."],
  ["discard", 0, false, "No job was given up, so there is nothing to discard."],
  ["discard", 0, true, "Nothing had to be done."],
] as const)("%s %i (named: %j) is told", (action, count, named, text) => {
  expect(actedInWords(action, count, named)).toBe(text);
});

test.each([
  ["retry", "99", undefined, "There is no job #99."],
  ["retry", "7", aJob({ state: "done" }), "#7 is done, so it cannot be retried."],
  ["retry", "7", aJob({ state: "running" }), "#7 runs, so it cannot be retried."],
  ["cancel", "7", aJob({ state: "cancelled" }), "#7 was cancelled, so it cannot be cancelled."],
  ["discard", "7", aJob(), "#7 waits for its turn, so it cannot be discarded."],
  [
    "discard",
    "7",
    aJob({ state: "retrying" }),
    "#7 is to be tried again, so it cannot be discarded.",
  ],
  [
    "cancel",
    "look-3",
    aLook(),
    "look-3 is a sync, which cannot be cancelled; `hookline pause` stops syncing.",
  ],
] as const)("%s %s is not possible", (action, id, job, text) => {
  expect(unfitInWords(action, id, job)).toBe(text);
});
