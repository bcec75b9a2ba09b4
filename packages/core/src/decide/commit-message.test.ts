import { describe, expect, test } from "vitest";
import { commitMessage, unknownWords } from "./commit-message.ts";

const words = { iso: "2026-01-31T12:05:09.123Z", count: 3, host: "nest", branch: "main" };

describe("a commit's message", () => {
  test.each([
    ["chore(state): tick at {iso}", "chore(state): tick at 2026-01-31T12:05:09Z\n"],
    ["{count} files on {host} ({branch})", "3 files on nest (main)\n"],
    ["a\n\nb {iso}\n", "a\n\nb 2026-01-31T12:05:09Z\n"],
    ["{colour} {} {iso", "{colour} {} {iso\n"],
    ["{toString} {__proto__}", "{toString} {__proto__}\n"],
    ["", "chore: commit at 2026-01-31T12:05:09Z\n"],
    [" \n\t", "chore: commit at 2026-01-31T12:05:09Z\n"],
    ["# {count}", "# 3\n"],
  ])("%j", (template, message) => {
    expect(commitMessage(template, words)).toBe(message);
  });

  test("fills nothing into what was filled in", () => {
    expect(commitMessage("{branch}", { ...words, branch: "a{iso}" })).toBe("a{iso}\n");
  });

  test("keeps the name of a machine on one line", () => {
    expect(commitMessage("{host}", { ...words, host: "a\nCo-authored-by: x" })).toBe(
      "a Co-authored-by: x\n",
    );
  });

  test("has its unknown words told", () => {
    expect(unknownWords("{iso} {colour} {date} {colour} {count}")).toEqual(["{colour}", "{date}"]);
    expect(unknownWords("{host}")).toEqual([]);
  });
});
