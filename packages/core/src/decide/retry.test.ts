import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { retryDelayMs } from "./retry.ts";

describe("the delay before the next attempt", () => {
  test.each([
    ["soon", 1, 1000],
    ["soon", 2, 2000],
    ["soon", 6, 32_000],
    ["soon", 7, 60_000],
    ["soon", 1_000_000, 60_000],
    ["later", 1, 30_000],
    ["later", 2, 60_000],
    ["later", 6, 900_000],
    ["ask-person", 1, null],
  ] as const)("%s, attempt %i: %s ms", (retry, attempt, delayMs) => {
    expect(retryDelayMs(retry, attempt, 0.5)).toBe(delayMs);
  });

  test("spreads by a quarter either way", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("soon" as const, "later" as const),
        fc.integer({ min: 1, max: 50 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (retry, attempt, random) => {
          const middle = retryDelayMs(retry, attempt, 0.5) ?? 0;
          const delay = retryDelayMs(retry, attempt, random) ?? 0;
          expect(delay).toBeGreaterThanOrEqual(middle * 0.75 - 1);
          expect(delay).toBeLessThanOrEqual(middle * 1.25 + 1);
        },
      ),
    );
  });
});
