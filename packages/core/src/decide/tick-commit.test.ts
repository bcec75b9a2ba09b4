import { describe, expect, test } from "vitest";
import { afterPlan, entriesToFollow } from "./tick-commit.ts";

const plan = { branch: "refs/heads/main", old: "1", new: "2" };

describe("a commit that was noted", () => {
  test.each([
    ["refs/heads/main", "2", "finish"],
    ["refs/heads/main", "1", "wait"],
    ["refs/heads/main", "3", "forget"],
    ["refs/heads/side", "2", "forget"],
    [null, "2", "forget"],
  ] as const)("with HEAD on %s at %s: %s", (branch, commit, next) => {
    expect(afterPlan(plan, { branch, commit })).toBe(next);
  });
});

describe("the index after a commit of ours", () => {
  const committed = [{ path: "a", mode: "100644", id: "new" }];
  const follows = (
    inIndex: { mode: string; id: string } | null,
    staged: Readonly<Record<string, string>> = {},
  ) =>
    entriesToFollow(
      committed,
      inIndex === null ? [] : [{ path: "a", ...inIndex }],
      new Map(Object.entries(staged)),
    ).length === 1;

  test("follows where it is as the old commit has it", () => {
    expect(follows(null)).toBe(true);
  });

  test("follows where it is as it was staged when the file was taken", () => {
    expect(follows({ mode: "100644", id: "mine" }, { a: "100644 mine" })).toBe(true);
  });

  test("has followed already", () => {
    expect(follows({ mode: "100644", id: "new" })).toBe(false);
    expect(follows({ mode: "100644", id: "new" }, { a: "100644 new" })).toBe(false);
  });

  test("stays where somebody has staged something since", () => {
    expect(follows({ mode: "100644", id: "theirs" })).toBe(false);
    expect(follows({ mode: "100644", id: "theirs" }, { a: "100644 mine" })).toBe(false);
    expect(follows({ mode: "100755", id: "mine" }, { a: "100644 mine" })).toBe(false);
    expect(follows({ mode: "000000", id: "0" }, { a: "100644 mine" })).toBe(false);
  });
});
