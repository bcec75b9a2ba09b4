import { expect, test } from "vitest";
import { compareLines } from "./compare-lines.ts";

const SIGNS = { keep: " ", remove: "-", add: "+" };

/** The edits between two texts whose lines are words. */
function edits(expected: string, actual: string): string {
  const lines = (text: string): string[] => text.split("|").filter((line) => line !== "");
  return compareLines(lines(expected), lines(actual))
    .map(({ kind, line }) => SIGNS[kind] + line)
    .join("");
}

test.each([
  { expected: "", actual: "", shown: "" },
  { expected: "a|b", actual: "a|b", shown: " a b" },
  { expected: "a|b", actual: "a", shown: " a-b" },
  { expected: "a", actual: "a|b", shown: " a+b" },
  { expected: "a|b|c", actual: "a|x|c", shown: " a-b+x c" },
  { expected: "a|b|c", actual: "b|c|d", shown: "-a b c+d" },
  { expected: "...", actual: "", shown: " ..." },
  { expected: "...", actual: "a|b", shown: " ..." },
  { expected: "a|...|c", actual: "a|b|b|c", shown: " a ... c" },
  { expected: "a|...|c", actual: "a|b|d", shown: " a ...-c" },
  { expected: "...|b|...", actual: "a|b|c", shown: " ... b ..." },
  { expected: "...|b", actual: "b|a|b", shown: " ... b" },
  { expected: "...", actual: "a|[3]", shown: " ...+[3]" },
  { expected: "...|[3]", actual: "a|[3]", shown: " ... [3]" },
  { expected: "...|[3]", actual: "a|[1]", shown: " ...-[3]+[1]" },
  { expected: "in ... s", actual: "in 12 s", shown: " in ... s" },
  { expected: "in ... s", actual: "in 12 ms", shown: "-in ... s+in 12 ms" },
  { expected: "aba...aba", actual: "abaaba", shown: " aba...aba" },
  { expected: "aba...aba", actual: "ababa", shown: "-aba...aba+ababa" },
  { expected: "Cloning...", actual: "Cloning...", shown: " Cloning..." },
])("compares '$expected' with '$actual'", ({ expected, actual, shown }) => {
  expect(edits(expected, actual)).toBe(shown);
});
