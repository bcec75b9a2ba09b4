import { expect, test } from "vitest";
import { cutEnd, cutStart, padded, widthOf } from "./width.ts";

test.each([
  ["", 0],
  ["notes.md", 8],
  ["Grüße", 5],
  ["e\u0301", 1],
  ["日本語", 6],
  ["🌱", 2],
  ["👩‍🚀", 2],
])("%j takes %i columns", (text, columns) => {
  expect(widthOf(text)).toBe(columns);
});

test.each([
  ["src/a.ts", 8, "src/a.ts", "src/a.ts"],
  ["src/a.ts", 5, "src/…", "…a.ts"],
  ["日本語", 4, "日…", "…語"],
  ["日本語", 5, "日本…", "…本語"],
  ["abc", 1, "…", "…"],
  ["abc", 0, "…", "…"],
])("%j in %i columns is %j, or %j", (text, columns, start, end) => {
  expect([cutEnd(text, columns), cutStart(text, columns)]).toEqual([start, end]);
});

test("a column is filled, never cut", () => {
  expect([padded("日本", 6), padded("abcd", 2)]).toEqual(["日本  ", "abcd"]);
});
