import { expect, test } from "vitest";
import { predictSyncMs, rememberSync } from "./predict-sync.ts";

test.each([
  ["nothing is known", [], null],
  ["one sync", [300], 300],
  ["of two the slower", [300, 900], 900],
  ["the one in the middle", [40, 300, 60], 60],
  ["one that was held up says nothing", [40, 50, 45, 9000, 42], 45],
  ["a network that became slow is believed the third time", [40, 50, 2500, 2600, 2700], 2500],
  ["what is long past says nothing", [9000, 9000, 9000, 9000, 9000, 40, 41, 42], 42],
  ["no time at all", [0], 0],
])("%s", (_name, past, predicted) => {
  expect(predictSyncMs(past)).toBe(predicted);
});

test("remembers the last few, the newest last", () => {
  const past = [1, 2, 3, 4, 5, 6, 7].reduce<readonly number[]>(rememberSync, []);
  expect(past).toEqual([3, 4, 5, 6, 7]);
});
