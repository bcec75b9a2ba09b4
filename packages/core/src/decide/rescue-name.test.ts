import { expect, test } from "vitest";
import { aCommit } from "../testing/an-observation.ts";
import { RESCUE_PREFIX, RESCUE_REASONS, rescueRef } from "./rescue.ts";
import { findRescueName, readRescueName } from "./rescue-name.ts";

test.each(RESCUE_REASONS)("the name of a rescue says when and why: %s", (reason) => {
  const ref = rescueRef("2026-01-31T12:05:09.123Z", reason, aCommit("a"));
  expect(readRescueName(ref.slice(RESCUE_PREFIX.length))).toEqual({
    at: "2026-01-31T12:05:09.000Z",
    reason,
  });
});

test.each(["by-hand", "20260131T120509Z-whatever-aaaaaaaa", "20260131T120509Z-diverged"])(
  "a name that we did not make says nothing: %s",
  (name) => {
    expect(readRescueName(name)).toEqual({ at: null, reason: null });
  },
);

const JANUARY = "20260131T120509Z-diverged-aaaa1111";
const LATER = "20260131T120510Z-in-the-way-bbbb2222";
const FEBRUARY = "20260201T000000Z-diverged-aaaa3333";
const NAMES = [JANUARY, LATER, FEBRUARY, "20260201", "by-hand"];

test.each([
  [JANUARY, JANUARY],
  [`${RESCUE_PREFIX}${LATER}`, LATER],
  ["20260131T120509", JANUARY],
  ["bbbb", LATER],
  ["aaaa3", FEBRUARY],
  ["by", "by-hand"],
  // Whole, although it also begins another one.
  ["20260201", "20260201"],
])("%s means %s", (typed, name) => {
  expect(findRescueName(NAMES, typed)).toEqual({ kind: "found", name });
});

test("what fits two names is asked about, with both", () => {
  expect(findRescueName(NAMES, "aaaa")).toEqual({ kind: "ambiguous", names: [JANUARY, FEBRUARY] });
});

test.each(["", "cccc", "1", RESCUE_PREFIX])("%j means none", (typed) => {
  expect(findRescueName(NAMES, typed)).toEqual({ kind: "none" });
});
