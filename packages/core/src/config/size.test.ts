import { expect, test } from "vitest";
import { formatSize, parseSize } from "./size.ts";

test.each([
  ["0", 0, "0"],
  ["1500", 1500, "1500"],
  ["2k", 2048, "2k"],
  ["100M", 104_857_600, "100m"],
  ["1g", 1_073_741_824, "1g"],
])("%s is %i bytes", (text, bytes, shown) => {
  expect(parseSize(text)).toBe(bytes);
  expect(formatSize(bytes)).toBe(shown);
});

test.each(["", "k", "-1", "1.5m", "1t", "many"])("%j is no size", (text) => {
  expect(parseSize(text)).toBeUndefined();
});
