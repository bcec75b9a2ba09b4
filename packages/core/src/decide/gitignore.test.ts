import { describe, expect, test } from "vitest";
import { isIgnored, type Pattern, readPattern } from "./gitignore.ts";

function read(...texts: string[]): Pattern[] {
  return texts.map((text) => {
    const one = readPattern(text);
    if (one.kind === "unclear") throw new Error(one.problem);
    return one.pattern;
  });
}

describe("a pattern", () => {
  test.each([
    ["*.ts", "a.ts", true],
    ["*.ts", "deep/er/a.ts", true],
    ["*.ts", "a.TS", false],
    ["*.ts", "a.ts/readme", true],
    ["docs/", "docs/a/b.md", true],
    ["docs/", "deep/docs/a.md", true],
    ["docs/", "docs", false],
    ["/docs/", "deep/docs/a.md", false],
    ["src/*.ts", "src/a.ts", true],
    ["src/*.ts", "src/deep/a.ts", false],
    ["src/*.ts", "deep/src/a.ts", false],
    ["src/**/*.ts", "src/a.ts", true],
    ["src/**/*.ts", "src/deep/er/a.ts", true],
    ["**/test/*.ts", "test/a.ts", true],
    ["**/test/*.ts", "deep/test/a.ts", true],
    ["src/**", "src/a/b", true],
    ["src/**", "src", false],
    ["**", "a", true],
    ["/**", "a/b", true],
    ["a**b", "axxb", true],
    ["?.md", "é.md", true],
    ["?.md", "😀.md", true],
    ["[a-c]x", "bx", true],
    ["[!a-c]x", "bx", false],
    ["[]x]", "]", true],
    ["[c-a]", "c", true],
    ["[c-a]", "b", false],
    ["[[:digit:]]", "7", true],
    ["\\*", "*", true],
    ["\\*", "a", false],
    ["\\#a", "#a", true],
    ["a b ", "a b", true],
    ["a\\ ", "a ", true],
    ["*a*b*c", "xaybzc", true],
    ["*a*b*c", "xaybz", false],
  ])("%j and the file %j: %j", (pattern, path, matched) => {
    expect(isIgnored(read(pattern), path)).toBe(matched);
  });

  test.each([
    ["", "names no file"],
    ["!", "names no file"],
    ["/", "names no file"],
    ["  ", "names no file"],
    ["# notes", "is a comment to git; write \\# for a #"],
    ["a[b", "has a [ that is not closed"],
    ["[[:letter:]]", "has [:letter:], which is no class of characters"],
    ["a\\", "ends with a backslash"],
    ["a".repeat(257), "is longer than 256 characters"],
  ])("that can match nothing is named: %j", (pattern, problem) => {
    expect(readPattern(pattern)).toEqual({ kind: "unclear", problem });
  });
});

describe("patterns", () => {
  test("are nothing where there are none", () => expect(isIgnored([], "a")).toBe(false));

  test("the last that matches decides", () => {
    const patterns = read("*.ts", "!*.d.ts", "keep.d.ts");
    const files = ["a.ts", "a.d.ts", "keep.d.ts", "a.js"];
    expect(files.filter((file) => isIgnored(patterns, file))).toEqual(["a.ts", "keep.d.ts"]);
  });

  test("what lies in a matched folder cannot be taken back, as git has it", () => {
    expect(isIgnored(read("docs/", "!docs/a.md"), "docs/a.md")).toBe(true);
    expect(isIgnored(read("docs/*", "!docs/a.md"), "docs/a.md")).toBe(false);
  });

  // Each takes a backtracking engine longer than anybody waits.
  test.each([
    ["stars in a name", "*a".repeat(127), "a".repeat(4000)],
    ["stars and classes", "*[a-z]".repeat(42), `${"a".repeat(4000)}-`],
    ["folders of any depth", "**/a/".repeat(51), "a/".repeat(2000)],
    ["folders and stars", "**/*a*a/".repeat(32), "aaa/".repeat(1000)],
  ])("end soon, however hostile: %s", (_, pattern, path) => {
    const patterns = read(...Array.from({ length: 20 }, () => `${pattern}b`.slice(-256)));
    expect(isIgnored(patterns, `${path}c`)).toBe(false);
  });
});
