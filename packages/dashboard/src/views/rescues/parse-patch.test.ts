import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FilePatch, parsePatch } from "./parse-patch.ts";

/* Patches are git's own, made here. */
let folder: string;
let files: ReadonlyMap<string, FilePatch>;

const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.org", ...args], {
    cwd: folder,
    encoding: "utf8",
  });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hookline-patch-"));
  git("init", "--quiet");
  const write = (name: string, text: string | Buffer) => writeFileSync(join(folder, name), text);
  write("changed.md", "one\ntwo\nthree\n-- dashes\n");
  write("deleted.md", "gone\n");
  write("moved.md", "a\nb\nc\nd\n");
  write("binary", Buffer.from([0, 1, 2]));
  git("add", ".");
  git("commit", "--quiet", "-m", "before");
  write("changed.md", "one\n2\nthree\nfour");
  rmSync(join(folder, "deleted.md"));
  git("mv", "moved.md", "elsewhere.md");
  write("binary", Buffer.from([0, 9, 2]));
  write('grün und "leer".md', "new\n");
  write("empty", "");
  git("add", "-A");
  files = new Map(parsePatch(git("diff", "--cached", "-M")).map((file) => [file.path, file]));
});

afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ["changed.md", "changed", 2, 2],
  ["deleted.md", "deleted", 0, 1],
  ["elsewhere.md", "renamed", 0, 0],
  ["binary", "binary", 0, 0],
  ['grün und "leer".md', "added", 1, 0],
  ["empty", "added", 0, 0],
])("%s is %s with %i more and %i fewer lines", (path, change, added, removed) => {
  expect(files.get(path)).toMatchObject({ change, added, removed });
});

test("lines have their numbers on both sides, and dashes are no header", () => {
  const lines = files.get("changed.md")?.hunks[0]?.lines ?? [];
  expect(lines.map(({ kind, text, before, after }) => [kind, text, before, after])).toEqual([
    ["same", "one", 1, 1],
    ["removed", "two", 2, null],
    ["added", "2", null, 2],
    ["same", "three", 3, 3],
    ["removed", "-- dashes", 4, null],
    ["added", "four", null, 4],
    ["meta", " No newline at end of file", null, null],
  ]);
});

test("a renamed file knows where it was", () => {
  expect(files.get("elsewhere.md")?.from).toBe("moved.md");
});

test("what is no patch has no files", () => {
  expect(parsePatch("")).toEqual([]);
  expect(parsePatch("nothing of git's\n@@ -1 +1 @@\n+x\n")).toEqual([]);
});
