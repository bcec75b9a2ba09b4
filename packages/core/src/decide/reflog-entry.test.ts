import { expect, test } from "vitest";
import { isNothing, parseReflogLine } from "./reflog-entry.ts";

const none = "0".repeat(40);
const one = "1".repeat(40);
const two = "2".repeat(40);
const long = "a".repeat(64);

test.each([
  [
    "a commit",
    `${one} ${two} A U Thor <a@example.org> 1796071752 +0100\tcommit: add: x`,
    { old: one, new: two, seconds: 1796071752, message: "commit: add: x" },
  ],
  [
    "the first one",
    `${none} ${two} A <a@example.org> 1 -0500\tcommit (initial): x`,
    { old: none, new: two, seconds: 1, message: "commit (initial): x" },
  ],
  [
    "SHA-256",
    `${long} ${long} A <> 1 +0000\treset: moving to HEAD`,
    { old: long, new: long, seconds: 1, message: "reset: moving to HEAD" },
  ],
  [
    "without a message",
    `${one} ${two} A <a> 1 +0000`,
    { old: one, new: two, seconds: 1, message: "" },
  ],
  [
    "a tab in a name, a bracket and a tab in the message",
    `${one} ${two} A\tU <a> 1 +0000\tcommit: a > 2 +0000\tb`,
    { old: one, new: two, seconds: 1, message: "commit: a > 2 +0000\tb" },
  ],
  [
    "a carriage return in the message",
    `${one} ${two} A <a> 1 +0000\tcommit: a\rb`,
    { old: one, new: two, seconds: 1, message: "commit: a\rb" },
  ],
])("a line of a reflog is read: %s", (_name, line, entry) => {
  expect(parseReflogLine(line)).toEqual(entry);
});

test.each([
  ["nothing", ""],
  ["no ids", "commit: x"],
  ["an id cut short", `${one.slice(1)} ${two} A <a> 1 +0000\tx`],
  ["ids of two lengths", `${one} ${long} A <a> 1 +0000\tx`],
  ["ids of no length that git knows", `${one}1 ${two}2 A <a> 1 +0000\tx`],
  ["no time", `${one} ${two} A <a>\tx`],
  ["no person", `${one} ${two} 1 +0000\tx`],
])("a line of another form is no entry: %s", (_name, line) => {
  expect(parseReflogLine(line)).toBeUndefined();
});

test("only zeros stand for nothing", () => {
  expect([none, "0".repeat(64), one, `${none}1`].map((id) => isNothing(id))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
