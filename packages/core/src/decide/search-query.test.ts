import { expect, test } from "vitest";
import { searchQuery } from "./search-query.ts";

test.each([
  ["retry policy", '"retry" "policy" *'],
  ['"retry policy"', '"retry policy"'],
  ['"retry policy" sync', '"retry policy" "sync" *'],
  ['sync "retry policy"', '"sync" "retry policy"'],
  ["NEAR(a b) AND NOT -c* OR col:x ^y", '"NEAR(a" "b)" "AND" "NOT" "-c*" "OR" "col:x" "^y" *'],
  ['say "half', '"say" "half" *'],
  ["src/retry-policy.ts", '"src/retry-policy.ts" *'],
  ["a\0b", '"a" "b" *'],
  ["日本", '"日本" *'],
])("%j is looked for as %j", (text, query) => {
  expect(searchQuery(text)).toBe(query);
});

test.each(["", " ", '"', '""', '"" " "', "*", "- + *", "()", "\0"])(
  "%j has nothing to look for",
  (text) => {
    expect(searchQuery(text)).toBeNull();
  },
);

test("is bounded", () => {
  expect(searchQuery("word ".repeat(1000))?.split(" ")).toHaveLength(32);
});
