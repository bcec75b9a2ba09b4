import { describe, expect, test } from "vitest";
import { absolutePath, commitId, refName, remoteName } from "./brands.ts";

describe("what is taken for a path, a commit, a ref, a remote", () => {
  test.each(["/", "/home/me", "C:\\code", "C:/code", "\\\\server\\share"])("path %j", (text) => {
    expect(absolutePath(text)).toBe(text);
  });
  test.each(["", "code", "./code", "~", "/a\0b"])("no path %j", (text) => {
    expect(() => absolutePath(text)).toThrow(RangeError);
  });
  test.each(["0".repeat(40), "a1".repeat(32)])("commit %s", (text) => {
    expect(commitId(text)).toBe(text);
  });
  test.each(["", "HEAD", "0".repeat(39), "G".repeat(40), "A".repeat(40), `${"0".repeat(40)}\n`])(
    "no commit %j",
    (text) => {
      expect(() => commitId(text)).toThrow(RangeError);
    },
  );
  test.each(["refs/heads/main", "refs/heads/a/b-c", "refs/remotes/origin/ä"])("ref %s", (text) => {
    expect(refName(text)).toBe(text);
  });
  test.each([
    "main",
    "--upload-pack=x",
    "refs/heads/a..b",
    "refs/heads/a b",
    "refs/heads/a:b",
    "refs/heads/.hidden",
    "refs/heads/-x",
    "refs/heads/a.lock",
    "refs/heads/a/",
    "refs/heads/@{1}",
    "refs/heads/a\nb",
    "refs/heads/a*",
  ])("no ref %j", (text) => {
    expect(() => refName(text)).toThrow(RangeError);
  });
  test.each(["origin", "my-fork", "a/b"])("remote %s", (text) => {
    expect(remoteName(text)).toBe(text);
  });
  test.each(["", "-c", "--upload-pack=x", "a b", "ext::sh"])("no remote %j", (text) => {
    expect(() => remoteName(text)).toThrow(RangeError);
  });
});
