import { expect, test } from "vitest";
import { ago, clockTime, counted, printable, size, span, tilde } from "./words.ts";

test.each([
  [0, "0 ms"],
  [412.4, "412 ms"],
  [1234, "1.2 s"],
  [12_345, "12 s"],
  [89_000, "89 s"],
  [90_000, "2 min"],
  [3_600_000, "60 min"],
  [5 * 3_600_000, "5 h"],
  [3 * 86_400_000, "3 days"],
])("%i ms is %s", (ms, text) => {
  expect(span(ms)).toBe(text);
});

test.each([
  [0, "0 bytes"],
  [1, "1 byte"],
  [999, "999 bytes"],
  [1000, "1 kB"],
  [4234, "4.2 kB"],
  [9960, "10 kB"],
  [123_456, "123 kB"],
  [1_073_741_824, "1.1 GB"],
  [5e15, "5000 TB"],
])("%i bytes are %s", (bytes, text) => {
  expect(size(bytes)).toBe(text);
});

test.each([
  [-5000, "just now"],
  [1500, "just now"],
  [12_000, "12 s ago"],
])("%i ms back is %s", (ms, text) => {
  expect(ago(ms)).toBe(text);
});

test.each([
  [0, "0 commits"],
  [1, "1 commit"],
  [2, "2 commits"],
])("%i", (count, text) => {
  expect(counted(count, "commit")).toBe(text);
});

test.each([
  ["/home/me", "~"],
  ["/home/me/code", "~/code"],
  ["/home/meander", "/home/meander"],
  ["/srv", "/srv"],
])("%s is shown as %s", (path, shown) => {
  expect(tilde(path, "/home/me")).toBe(shown);
});

test("a home folder that is not known shortens nothing", () => {
  expect(tilde("/code", undefined)).toBe("/code");
});

test("a text from outside cannot steer the terminal", () => {
  expect(printable("a\u001b[31mb\nc\u202ed")).toBe("a\ufffd[31mb\ufffdc\ufffdd");
  expect(printable("Grüße 🌱")).toBe("Grüße 🌱");
});

test.each([
  ["2026-12-01T15:30:00", "15:30"],
  ["2026-12-02T07:00:00", "Wed 07:00"],
])("%s is %s for somebody on a Tuesday", (time, shown) => {
  expect(clockTime(Date.parse(time), Date.parse("2026-12-01T12:00:00"))).toBe(shown);
});
