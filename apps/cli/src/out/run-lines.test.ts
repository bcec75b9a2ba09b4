import type { JobView } from "@hookline/core/client";
import { aJob, aTaskFailure, at, counts } from "@hookline/core/testing";
import { expect, test } from "vitest";
import type { RunEnd, RunSeen } from "../follow-run.ts";
import { liveRunLines, newsLine, type RunView, runSummary } from "./run-lines.ts";

const view: RunView = {
  task: "document",
  byAgent: true,
  now: 100_000,
  paint: (_tone, text) => text,
};
const failure = aTaskFailure;
const done = aJob({ state: "done", outcome: "ran", startedAt: at(10), finishedAt: at(14) });
const dead = aJob({ id: "9", state: "dead", attempts: 3, finishedAt: at(14), failure });
const retrying = aJob({ state: "retrying", attempts: 1, runAt: at(160), failure });
const running = aJob({
  state: "running",
  startedAt: at(88),
  progress: { outputBytes: 4200, lastLine: "Writing" },
});

const aSeen = (inAll: Parameters<typeof counts>[0], differs: Partial<RunSeen> = {}): RunSeen => ({
  run: "r1",
  counts: counts(inAll),
  paused: false,
  running: [],
  retrying: [],
  ended: [],
  news: [],
  ...differs,
});

const live = (seen: RunSeen, columns = 80): string[] => liveRunLines(seen, columns, view);

test("a run under way has a bar, and the files that run", () => {
  const seen = aSeen(
    { queued: 6, running: 1, done: 2, dead: 1 },
    { running: [running], ended: [done, done, dead] },
  );
  expect(live(seen)).toEqual([
    "document  ━━━━━━╍╍╍─────────────────────  3 of 10, 1 failed, about 28 s left",
    "  ↻ src/a.ts  for 12 s, 4.2 kB so far: Writing",
  ]);
});

test("the bar stays as wide as it is while the words beside it grow", () => {
  const bars = [
    aSeen({ queued: 400 }),
    aSeen({ queued: 200, done: 150, dead: 50 }, { ended: [done] }),
    aSeen({ done: 300, dead: 90, retrying: 10 }),
  ].map((seen) => live(seen)[0]?.match(/[━╍─]+/)?.[0].length);
  expect(new Set(bars).size).toBe(1);
});

test("nothing is wider than the terminal, and a narrow one has no bar", () => {
  const long = { ...running, file: `${"deep/".repeat(40)}文.md` };
  const seen = aSeen({ queued: 6, running: 1 }, { running: [long, running] });
  for (const columns of [24, 46, 80, 200]) {
    for (const line of live(seen, columns)) expect(line.length).toBeLessThanOrEqual(columns);
  }
  expect(live(seen, 24)[0]).toBe("document  0 of 7");
});

test("of many that run at once the first are shown", () => {
  const seen = aSeen({ running: 8 }, { running: Array.from({ length: 8 }, () => running) });
  expect(live(seen)).toHaveLength(7);
  expect(live(seen).at(-1)).toBe("  and 3 more at the same time");
});

test("what had been done before says nothing of the time that is left", () => {
  const already = aJob({ ...done, outcome: "already", finishedAt: at(10) });
  expect(live(aSeen({ queued: 1, done: 1 }, { ended: [already] }))[0]).toMatch(/ 1 of 2$/);
});

test.each([
  [done, "✓ src/a.ts: done in 4 s"],
  [aJob({ ...done, outcome: "already" }), "✓ src/a.ts: had been done before"],
  [aJob({ ...done, outcome: "skipped" }), "✓ src/a.ts: nothing to do"],
  [aJob({ state: "cancelled", finishedAt: at(14) }), "− src/a.ts: cancelled"],
  [dead, "✗ src/a.ts: it ended with code 3: no such model"],
  [aJob({ ...dead, failure: null, file: "a\u001b[2J" }), "✗ a\ufffd[2J: it failed"],
  [retrying, "! src/a.ts: it ended with code 3: no such model (attempt 2 in 60 s)"],
] satisfies [JobView, string][])("the news of job %# is told", (job, text) => {
  expect(newsLine(job, view)).toBe(text);
});

const summary = (seen: RunSeen, end: RunEnd = "ended"): string =>
  runSummary(seen, end, 34_000, view).join("\n");

test.each([
  ["all done", aSeen({ done: 12 }), "✓ document: 12 files done in 34 s."],
  [
    "all done, some of it long ago",
    aSeen(
      { done: 3 },
      {
        ended: [done, aJob({ ...done, outcome: "already" }), aJob({ ...done, outcome: "skipped" })],
      },
    ),
    "✓ document: 3 files done in 34 s (1 had been done before, 1 had nothing to do).",
  ],
  [
    "one failed, one is tried again",
    aSeen({ done: 1, dead: 1, retrying: 1 }, { ended: [done, dead], retrying: [retrying] }),
    "✗ document: 1 of 3 files done, 1 failed, 1 tried again later.\n" +
      "  ! src/a.ts: it ended with code 3: no such model (attempt 2 in 60 s)\n" +
      "  ✗ src/a.ts: it ended with code 3: no such model\n" +
      "    → `hookline queue show 9`",
  ],
  ["cancelled", aSeen({ cancelled: 2 }), "! document: 0 of 2 files done, 2 cancelled."],
])("the end is told: %s", (_what, seen, text) => {
  expect(summary(seen)).toBe(text);
});

test("where no agent is there to try again, that is said", () => {
  const seen = aSeen({ retrying: 1 }, { retrying: [retrying] });
  expect(summary(seen)).not.toContain("No agent");
  expect(runSummary(seen, "ended", 1, { ...view, byAgent: false }).at(-1)).toBe(
    "  → No agent is running to try again: `hookline start --detach`, or run document again.",
  );
});

test("of many that failed the first are named", () => {
  const text = summary(aSeen({ dead: 30 }, { ended: Array.from({ length: 30 }, () => dead) }));
  expect(text.match(/queue show/g)).toHaveLength(10);
  expect(text).toMatch(/ {2}… and 20 more: `hookline queue --failed --task document`$/);
});

test.each([
  ["paused", "hookline queue resume"],
  ["agent-gone", "hookline start --detach"],
] as const)("an end that is none (%s) says what to do", (end, command) => {
  expect(summary(aSeen({ queued: 3 }), end)).toContain(`\`${command}\``);
});
