import { aResult } from "@hookline/core/testing";
import { expect, test } from "vitest";
import { foundLines, type ResultView, resultLines, wholeResult } from "./describe-result.ts";

const view: ResultView = {
  now: 100_000,
  homeFolder: "/home/me",
  paint: (_tone, text) => text,
  columns: 40,
  severalRepositories: false,
};

const HEAD = "✓ src/a.ts  document  2 min ago, took 2 s";

test.each([
  ["well", aResult(), {}, [HEAD, "    # The retry policy"]],
  ["silently", aResult({ stdout: "" }), {}, [HEAD]],
  [
    "badly",
    aResult({ succeeded: false, ending: "it ended\u0007", stdout: "", stderr: "no model\n" }),
    {},
    [`✗${HEAD.slice(1)}: it ended\ufffd`, "    no model"],
  ],
  [
    "with a long line",
    aResult({ stdout: "word ".repeat(20) }),
    {},
    [HEAD, "    word word word word word word word …"],
  ],
  [
    "somewhere",
    aResult(),
    { severalRepositories: true },
    [HEAD.replace("src", "~/notes: src"), "    # The retry policy"],
  ],
] as const)("a run that ended %s is listed", (_how, result, differs, lines) => {
  expect(resultLines(result, { ...view, ...differs })).toEqual(lines);
});

test("a whole result holds every line, and says what was not kept", () => {
  const result = aResult({
    stdout: "one\n\u001b[1mtwo\u001b[0m\n",
    stdoutBytes: 1_073_741_824,
    stderr: "careful\n",
    output: "docs/a.md",
  });
  expect(wholeResult(result, view)).toEqual([
    HEAD,
    "  job #7, attempt 1, commit 1a2b3c4d1a2b, output in docs/a.md",
    "",
    "one",
    "two",
    "(the first 16 bytes of 1.1 GB; the rest was not kept)",
    "",
    "To standard error:",
    "careful",
  ]);
});

test("a run that printed nothing says so", () => {
  expect(wholeResult(aResult({ stdout: "", stdoutBytes: 0 }), view).at(-1)).toBe(
    "(it printed nothing)",
  );
});

test.each([
  ["the \ue000retry\ue001 policy", "    the [retry] policy"],
  ["\ue000a\ue001\n\t\ue000b\ue001", "    [a] [b]"],
  ["… cut\ue001 here \ue000th", "    … cut here th"],
  ["\ue000a\u001b[2J\ue001", "    [a]"],
])("the place %j is shown as %j", (snippet, line) => {
  const marked = {
    ...view,
    paint: (tone: string, text: string) => (tone === "warning" ? `[${text}]` : text),
  };
  expect(foundLines(aResult({ snippet }), marked)).toEqual([HEAD, line]);
});

test("a result without a place is its heading", () => {
  expect(foundLines(aResult(), view)).toEqual([HEAD]);
});
