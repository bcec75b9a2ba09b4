import { absolutePath } from "@hookline/core/client";
import { expect, test } from "vitest";
import { readMark, serviceMark } from "./service-mark.ts";

/** Every character of the first few hundred, and what could end a comment, a text or the mark. */
const PATHS = [
  Array.from({ length: 700 }, (_, code) => String.fromCharCode(code + 1)).join(""),
  "-->",
  "--",
  '"}',
  '{"node":"/x"}',
  "\\u002d\\",
  "&quot;&apos;",
  "]]>",
  "\u{1f600}\ud800",
].map((text) => absolutePath(`/${text}`));

test.each(PATHS)("%j comes back, from one line of ASCII that fits a comment", (path) => {
  const program = { node: path, main: path, home: path };
  const mark = serviceMark(program);
  expect(mark).toMatch(/^[\u0020-\u007e]+$/);
  expect(mark).not.toMatch(/--|\\$/);
  expect(readMark(`# ${mark}\n[Unit]`)).toEqual(program);
});

const mark = serviceMark({
  node: absolutePath("/n"),
  main: absolutePath("/m"),
  home: absolutePath("/h"),
});

test.each([
  ["nothing", ""],
  ["a unit of somebody else", "[Service]\nExecStart=/usr/bin/hookline agent\n"],
  ["a cut one", mark.slice(0, -3)],
  ["one without a value", mark.replace('"main"', '"other"')],
  ["one with a number", mark.replace('"/m"', "7")],
])("%s is no mark of ours", (_what, text) => {
  expect(readMark(text)).toBeUndefined();
});
