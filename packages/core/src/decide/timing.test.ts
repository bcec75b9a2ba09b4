import { describe, expect, test } from "vitest";
import { firstPollDelayMs, pollDelayMs } from "./poll.ts";
import { sleptMs } from "./wake.ts";

describe("polling", () => {
  test.each([
    [0, 27_000],
    [0.5, 30_000],
    [1, 33_000],
  ])("with luck %d the next poll of a 30 s interval is in %i ms", (random, delayMs) => {
    expect(pollDelayMs(30_000, random)).toBe(delayMs);
  });

  test("begins anywhere within the first interval", () => {
    expect([0, 0.5, 1].map((random) => firstPollDelayMs(30_000, random))).toEqual([
      0, 15_000, 30_000,
    ]);
  });
});

describe("a sleep of the machine", () => {
  test.each([
    ["a tick on time", 10_000, 0],
    ["a tick that a busy machine held up", 20_000, 0],
    ["a lid that was shut for an hour", 3_610_000, 3_600_000],
    ["a clock that was set back", -500_000, 0],
  ])("%s", (_name, gapMs, slept) => {
    expect(sleptMs(1_000_000, 1_000_000 + gapMs, 10_000)).toBe(slept);
  });
});
