import { expect, test } from "vitest";
import { parseSpoolRecord } from "./record.ts";

test.each([
  [
    "v1\tpost-commit\t12-34\t.git\t/code/notes",
    { event: "post-commit", id: "12-34", gitDir: ".git", cwd: "/code/notes" },
  ],
  [
    "v1\tpost-rewrite\t1-2\t/code/n/.git/worktrees/w\t/code/w",
    { event: "post-rewrite", id: "1-2", gitDir: "/code/n/.git/worktrees/w", cwd: "/code/w" },
  ],
  ["v1\tcanary\tabc\t.git\t/code", { event: "canary", id: "abc", gitDir: ".git", cwd: "/code" }],
  [
    "v1\tpost-merge\t1-2\t.git\tC:/code",
    { event: "post-merge", id: "1-2", gitDir: ".git", cwd: "C:/code" },
  ],
])("%j", (line, record) => {
  expect(parseSpoolRecord(line)).toEqual(record);
});

test.each([
  ["empty", ""],
  ["torn", "v1\tpost-com"],
  ["another version", "v2\tpost-commit\t1-2\t.git\t/code"],
  ["an unknown event", "v1\tpre-commit\t1-2\t.git\t/code"],
  ["a tab in the path", "v1\tpost-commit\t1-2\t.git\t/co\tde"],
  ["a relative folder", "v1\tpost-commit\t1-2\t.git\tcode"],
  ["no id", "v1\tpost-commit\t\t.git\t/code"],
  ["no git folder", "v1\tpost-commit\t1-2\t\t/code"],
])("no record: %s", (_name, line) => {
  expect(parseSpoolRecord(line)).toBeUndefined();
});
