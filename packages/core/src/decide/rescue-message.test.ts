import { expect, test } from "vitest";
import { aCommit } from "../testing/an-observation.ts";
import { refName } from "./brands.ts";
import { parseRescueMessage, type RescueFacts, rescueMessage } from "./rescue-message.ts";

const facts: RescueFacts = {
  reason: "diverged",
  at: "2026-01-31T12:05:09.000Z",
  host: "laptop",
  branch: refName("refs/heads/søk/ny"),
  head: aCommit("a"),
  theirs: aCommit("b"),
  commits: 2,
  files: 3,
  indexTree: aCommit("c"),
  rawTree: aCommit("d"),
  leftOut: [
    { path: 'a "quoted"\nname larger than 100 MB', why: "being written" },
    { path: "vendor/", why: "a repository of its own" },
  ],
};

test("what is written can be read back", () => {
  expect(parseRescueMessage(rescueMessage(facts))).toEqual(facts);
});

test("what is not there is not written", () => {
  const bare = { ...facts, indexTree: null, rawTree: null, leftOut: [] };
  expect(rescueMessage(bare)).not.toMatch(/Index|Raw|Left/);
  expect(parseRescueMessage(rescueMessage(bare))).toEqual(bare);
});

test("a person reads what happened first", () => {
  expect(rescueMessage(facts).split("\n").slice(0, 3)).toEqual([
    "Kept before the remote's history took the place of yours",
    "",
    "søk/ny moved from aaaaaaaaaa to bbbbbbbbbb.",
  ]);
});

test("a thousand files that are left out do not make a thousand lines", () => {
  const leftOut = Array.from({ length: 1000 }, (_, at) => ({
    path: `${at}`,
    why: "not readable" as const,
  }));
  expect(rescueMessage({ ...facts, leftOut }).split("\n").length).toBeLessThan(40);
});

test.each([
  ["someone's own commit", "Fix the roof\n\nSigned-off-by: Ada\n"],
  ["no commit that was replaced", rescueMessage(facts).replace(/^Hookline-Head: .*\n/m, "")],
  ["an unknown reason", rescueMessage(facts).replace("diverged", "whatever")],
  ["a count that is none", rescueMessage(facts).replace("Files: 3", "Files: many")],
])("%s is no message of ours", (_what, message) => {
  expect(parseRescueMessage(message)).toBeNull();
});
