import { describe, expect, test } from "vitest";
import { commitAt, isMassDeletion } from "./auto-commit.ts";

describe("a mass deletion", () => {
  test.each([
    [{ tracked: 10, deleted: 10 }, true],
    [{ tracked: 10, deleted: 9 }, true],
    [{ tracked: 10, deleted: 8 }, false],
    [{ tracked: 9, deleted: 9 }, false],
    [{ tracked: 100, deleted: 85 }, false],
    [{ tracked: 100, deleted: 86 }, true],
    [{ tracked: 0, deleted: 0 }, false],
  ])("%j: %s", (files, is) => {
    expect(isMassDeletion(files)).toBe(is);
  });
});

describe("changed files", () => {
  test.each([
    [0, 0, 2000],
    [0, 1500, 3500],
    [0, 57_000, 59_000],
    [0, 58_500, 60_000],
    [1000, 500_000, 61_000],
  ])("first at %d and last at %d are committed at %d", (first, last, at) => {
    expect(commitAt(first, last)).toBe(at);
  });
});
