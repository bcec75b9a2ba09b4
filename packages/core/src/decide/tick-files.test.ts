import { describe, expect, test } from "vitest";
import { type ChangedFile, chooseFiles, leftOutInWords } from "./tick-files.ts";

const changed: ChangedFile<string> = {
  path: "a",
  onDisk: { kind: "file", sizeBytes: 10, readable: true },
  inHead: true,
  staged: null,
  unstaged: false,
  unmerged: false,
  repository: false,
};

describe("a changed file", () => {
  test.each<readonly [string, Partial<ChangedFile<string>>, string | null]>([
    ["that is edited", {}, null],
    ["that is gone", { onDisk: { kind: "nothing" } }, null],
    ["that is a link", { onDisk: { kind: "link" } }, null],
    ["whose place a folder took", { onDisk: { kind: "folder" } }, null],
    ["as large as may be", { onDisk: { kind: "file", sizeBytes: 100, readable: true } }, null],
    ["that is larger", { onDisk: { kind: "file", sizeBytes: 101, readable: true } }, "too-large"],
    [
      "that cannot be read",
      { onDisk: { kind: "file", sizeBytes: 1, readable: false } },
      "unreadable",
    ],
    ["that is a pipe", { onDisk: { kind: "other" } }, "no-file"],
    ["with a conflict", { unmerged: true }, "unmerged"],
    ["that is a repository", { repository: true }, "repository"],
    ["taken out of the index", { unstaged: true, staged: "000000 0" }, "being-removed"],
    ["removed and gone", { unstaged: true, onDisk: { kind: "nothing" } }, null],
  ])("%s", (_, differs, why) => {
    const { files, leftOut } = chooseFiles([{ ...changed, ...differs }], { maxFileBytes: 100 });
    expect(files).toHaveLength(why === null ? 1 : 0);
    expect(leftOut).toEqual(why === null ? [] : [{ path: "a", why }]);
  });

  test("that is left out is named, and many are counted", () => {
    const many = ["a", "b\n", "c", "d", "e"].map((path) => ({ path, why: "too-large" as const }));
    expect(leftOutInWords([...many, { path: "n/", why: "repository" }])).toEqual([
      'Not committed: "a", "b\\n", "c" and 2 more (is larger than hookline.maxFileSize).',
      'Not committed: "n/" (is a repository of its own).',
    ]);
  });
});
