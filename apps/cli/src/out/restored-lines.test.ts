import type { FilePut } from "@hookline/core";
import { expect, test } from "vitest";
import { restoredLines } from "./restored-lines.ts";

const said = (puts: readonly FilePut[], unknown: readonly string[] = [], folder?: string) =>
  restoredLines(
    { files: puts.map((put, at) => ({ path: `${at}.txt`, put })), unknown },
    folder ?? null,
    (_tone, text) => text,
  );

test("each file is said to be where it is now", () => {
  expect(said([{ kind: "put" }, { kind: "put-beside", kept: "1.txt.before-restore" }])).toEqual([
    "✓ 2 files are back.",
    "  0.txt",
    "  1.txt  (what stood there is now 1.txt.before-restore)",
  ]);
  expect(said([{ kind: "put" }], [], "~/look")).toEqual(["✓ 1 file is in ~/look.", "  0.txt"]);
});

test("what did not come back is said, with a way on", () => {
  expect(said([{ kind: "refused", why: "docs is not a folder" }], ["no\u001b[2Jne"])).toEqual([
    "✗ 0.txt was not written: docs is not a folder.",
    "  → Nothing there was touched. `--to <folder>` puts them elsewhere.",
    "✗ The rescue holds no no\\u{1b}[2Jne.",
  ]);
});

test("a thousand files do not make a thousand lines", () => {
  const lines = said(Array.from({ length: 1000 }, () => ({ kind: "put" })));
  expect(lines.length).toBeLessThan(30);
  expect(lines.at(-1)).toBe("  and 980 more");
});

test("nothing to give back is said too", () => {
  expect(said([])).toEqual(["The rescue holds no file that was not committed."]);
  expect(said([{ kind: "same" }])).toEqual(["✓ 1 file is as in the rescue already."]);
});
