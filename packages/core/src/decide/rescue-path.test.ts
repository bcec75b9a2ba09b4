import { expect, test } from "vitest";
import { staysInside } from "./rescue-path.ts";

test.each([
  "a",
  "a/b/c.txt",
  ".gitignore",
  ".github/workflows/ci.yml",
  ".gitattributes",
  "-rf",
  "a b\nc",
  "…",
  "..a/b..",
  "a:b",
  "x\\y",
])("%j stays inside", (path) => {
  expect(staysInside(path)).toBe(true);
});

test.each([
  "",
  "/etc/passwd",
  "../a",
  "a/../../b",
  "a//b",
  "a/",
  "./a",
  ".git/config",
  "a/.GIT/hooks/post-commit",
  "git~1/config",
  ".git . /x",
  ".git::$INDEX_ALLOCATION/x",
  ".g\u200cit/config",
  "a\\..\\b",
  "a\0b",
])("%j does not", (path) => {
  expect(staysInside(path)).toBe(false);
});
