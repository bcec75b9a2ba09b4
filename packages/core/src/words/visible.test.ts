import { expect, test } from "vitest";
import { visible } from "./visible.ts";

test.each([
  ["npm run build", "npm run build"],
  ["é 🙂 \\n", "é 🙂 \\n"],
  ["a\nb\tc", "a\\nb\\tc"],
  ["safe\u001b[2K\rrm -rf", "safe\\u{1b}[2K\\u{d}rm -rf"],
  ["a\u202eb\u200bc", "a\\u{202e}b\\u{200b}c"],
])("%j cannot pass for something else", (text, shown) => {
  expect(visible(text)).toBe(shown);
});
