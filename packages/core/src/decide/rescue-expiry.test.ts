import { expect, test } from "vitest";
import { hasExpired } from "./rescue-expiry.ts";

const NOW = 1_000;
const KEEP = 90;

test.each([
  ["old, and told of as long ago", 0, 0, true],
  ["old, and told of exactly long enough ago", 0, 910, true],
  ["old, and told of a moment too late", 0, 911, false],
  ["old, and nobody was told", 0, null, false],
  ["told of before it was made, and not old", 950, 0, false],
  ["made exactly long enough ago", 910, 910, true],
  ["new", 990, 991, false],
  ["of an unknown age", null, 0, false],
  ["from the future", 5_000, 0, false],
  ["told of in the future", 0, 5_000, false],
])("a rescue that is %s", (_what, madeAt, toldAt, expired) => {
  expect(hasExpired({ madeAt, toldAt }, NOW, KEEP)).toBe(expired);
});
