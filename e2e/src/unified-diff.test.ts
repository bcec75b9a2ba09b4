import { expect, test } from "vitest";
import type { Edit } from "./compare-lines.ts";
import { unifiedDiff } from "./unified-diff.ts";

const KINDS = { " ": "keep", "-": "remove", "+": "add" } as const;

/** Edits written as a diff would show them. */
function edits(...lines: string[]): Edit[] {
  return lines.map((line) => ({ kind: KINDS[line[0] as keyof typeof KINDS], line: line.slice(1) }));
}

test("shows what goes and what comes with three lines around it", () => {
  const all = edits(" 1", " 2", " 3", " 4", "-5", "+five", " 6", " 7", " 8", " 9");
  expect(unifiedDiff(all, "story", "reality").split("\n")).toEqual([
    "--- story",
    "+++ reality",
    "@@ -2,7 +2,7 @@",
    " 2",
    " 3",
    " 4",
    "-5",
    "+five",
    " 6",
    " 7",
    " 8",
  ]);
});

test("makes a hunk of its own for a change far away, and counts on", () => {
  const far = Array.from({ length: 10 }, (_, at) => ` ${at}`);
  const lines = unifiedDiff(edits("+new", ...far, "-old"), "a", "b").split("\n");
  expect(lines.filter((line) => line.startsWith("@@"))).toEqual([
    "@@ -1,3 +1,4 @@",
    "@@ -8,4 +9,3 @@",
  ]);
});

test("is empty where nothing changes", () => {
  expect(unifiedDiff(edits(" 1"), "a", "b")).toBe("");
});
