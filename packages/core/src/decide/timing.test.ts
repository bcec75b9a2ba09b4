import { describe, expect, test } from "vitest";
import {
  firstPollDelayMs,
  firstTickDelayMs,
  pollDelayMs,
  pollIntervalMs,
  wakeDelayMs,
} from "./poll.ts";
import { sleptMs } from "./wake.ts";

describe("polling", () => {
  test.each([
    [0, 27_000],
    [0.5, 30_000],
    [1, 33_000],
  ])("with luck %d the next poll of a 30 s interval is in %i ms", (random, delayMs) => {
    expect(pollDelayMs(30_000, random)).toBe(delayMs);
  });

  test.each([
    ["one repository", 30_000, 1, 30_000],
    ["thirty of a host", 30_000, 30, 30_000],
    ["a hundred of a host", 30_000, 100, 100_000],
    ["a hundred that are asked every hour", 3_600_000, 100, 3_600_000],
    ["six that are asked every five seconds", 5000, 6, 6000],
  ])("%s: at most sixty questions a minute", (_name, syncIntervalMs, sharing, intervalMs) => {
    expect(pollIntervalMs(syncIntervalMs, sharing)).toBe(intervalMs);
  });

  test.each([
    [0, 0.9, 0],
    [1, 0, 500],
    [1, 0.5, 1000],
    [9, 0.5, 9000],
  ])(
    "after a wait, place %i of a host with luck %d looks after %i ms",
    (place, random, delayMs) => {
      expect(wakeDelayMs(place, random)).toBe(delayMs);
    },
  );

  test("begins half an interval after the start, which has asked, or up to one later", () => {
    expect([0, 0.5, 1].map((random) => firstPollDelayMs(30_000, random))).toEqual([
      15_000, 30_000, 45_000,
    ]);
  });

  test("a tick begins anywhere within the first interval", () => {
    expect([0, 0.5, 1].map((random) => firstTickDelayMs(30_000, random))).toEqual([
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
