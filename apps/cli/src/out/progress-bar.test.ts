import { expect, test } from "vitest";
import { progressBar, timeLeftMs } from "./progress-bar.ts";

test.each([
  [0, 0, 10, "──────────"],
  [1, 0, 10, "━─────────"],
  [5, 0, 10, "━━━━━─────"],
  [999, 0, 1000, "━━━━━━━━━─"],
  [10, 0, 10, "━━━━━━━━━━"],
  [9, 1, 10, "━━━━━━━━━╍"],
  [4, 4, 10, "━━━━╍╍╍╍──"],
  [99, 1, 1000, "╍─────────"],
  [0, 1, 1000, "╍─────────"],
  [0, 10, 10, "╍╍╍╍╍╍╍╍╍╍"],
  [0, 0, 0, "━━━━━━━━━━"],
])("%i done and %i failed of %i", (done, failed, total, drawn) => {
  const bar = progressBar({ done, failed, total }, 10);
  expect(bar.done + bar.failed + bar.rest).toBe(drawn);
});

test("a bar is as wide as its place, whatever it shows", () => {
  for (const width of [0, 1, 2, 33]) {
    for (let done = 0; done <= 7; done += 1) {
      for (let failed = 0; failed <= 7 - done; failed += 1) {
        const bar = progressBar({ done, failed, total: 7 }, width);
        expect(bar.done.length + bar.failed.length + bar.rest.length).toBe(width);
      }
    }
  }
});

test.each([
  [[], 5, 1, null],
  [[1000], 0, 1, null],
  [[1000], 5, 1, 5000],
  [[1000, 3000], 5, 1, 10_000],
  [[1000, 90_000, 3000], 5, 1, 15_000],
  [[1000, 90_000, 3000], 6, 2, 9000],
  [[1000], 2, 0, 2000],
])("what took %j leaves, for %i by %i at once, %j", (took, left, atOnce, ms) => {
  expect(timeLeftMs(took, left, atOnce)).toBe(ms);
});
