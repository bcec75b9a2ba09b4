import { expect, test } from "vitest";
import { firstLine, headOf, printedLines, tailOf } from "./printed-lines.ts";

test.each([
  ["", []],
  ["a", ["a"]],
  ["a\nb\n", ["a", "b"]],
  ["a\r\n\nb", ["a", "", "b"]],
  ["\u001b[31mred\u001b[0m", ["red"]],
  ["\u001b]0;title\u0007text", ["text"]],
  ["50%\r100%", ["50%\ufffd100%"]],
  ["bell\u0007, back\b, \u202e", ["bell\ufffd, back\ufffd, \ufffd"]],
  ["a\tb", ["a\tb"]],
])("%j is shown as %j", (text, lines) => {
  expect(printedLines(text)).toEqual(lines);
});

test.each([
  ["", ""],
  ["\n  \n\tThe\tfirst \nsecond", "The first"],
])("the first line of %j is %j", (text, line) => {
  expect(firstLine(text)).toBe(line);
});

test("a long output is shown in part", () => {
  expect(headOf("1\n2\n3\n", 2)).toEqual({ lines: ["1", "2"], more: 1 });
  expect(tailOf("1\n2\n3\n", 2)).toEqual({ lines: ["2", "3"], more: 1 });
  expect(headOf("1\n", 2)).toEqual({ lines: ["1"], more: 0 });
});
