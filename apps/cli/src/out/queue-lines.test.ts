import type { JobView } from "@hookline/core/client";
import { aJob, aLook, aTaskFailure, at, counts } from "@hookline/core/testing";
import { expect, test } from "vitest";
import { countsInWords, type QueueView, queueLines } from "./queue-lines.ts";

const view: QueueView = {
  now: 100_000,
  homeFolder: "/home/me",
  paint: (_tone, text) => text,
  columns: 80,
  only: null,
  agent: true,
  spooled: 0,
};
const failure = aTaskFailure;

const drawn = (
  jobs: readonly JobView[],
  inAll: Parameters<typeof counts>[0],
  differs: Partial<QueueView> & { paused?: boolean } = {},
): string =>
  queueLines(
    { jobs, counts: counts(inAll), paused: differs.paused ?? false },
    { ...view, ...differs },
  ).join("\n");

test("each state has its heading, and what needs a person stands last", () => {
  const jobs = [
    aJob({
      id: "812",
      state: "running",
      startedAt: at(88),
      progress: { outputBytes: 4200, lastLine: "Writing about the look" },
    }),
    aLook({ state: "queued" }),
    aJob({ id: "813", file: "src/a/much/longer/name.ts", runAt: at(340) }),
    aJob({ id: "790", state: "retrying", attempts: 1, runAt: at(140), failure }),
    aJob({ id: "7", state: "dead", attempts: 3, finishedAt: at(40), failure }),
  ];
  expect(drawn(jobs, { running: 1, queued: 480, retrying: 1, dead: 1 })).toBe(
    `Running
  ↻ #812  document  src/a.ts  for 12 s, 4.2 kB so far
      Writing about the look
Waiting
  ○ look-3  sync      ~/notes                    in its turn
  ○ #813    document  src/a/much/longer/name.ts  in 4 min
  … and 478 more: \`hookline queue -n 480\`
To retry
  ! #790  document  src/a.ts  attempt 2 in 40 s
      it ended with code 3: no such model
Given up, until you retry or discard them
  ✗ #7  document  src/a.ts  after 3 attempts, 60 s ago
      it ended with code 3: no such model
      → Mend the command, then run \`hookline queue retry 7\`.
1 running, 480 waiting, 1 to retry, 1 given up.`.replaceAll(/\n(?=[A-Z1])/g, "\n\n"),
  );
});

test("what several jobs have in common is said once", () => {
  const dead = { state: "dead", attempts: 1, finishedAt: at(40), failure } as const;
  const other = { ...failure, next: "Ask somebody." };
  const text = drawn([aJob(dead), aJob(dead), aJob({ ...dead, failure: other }), aJob(dead)], {
    dead: 4,
  });
  expect(text.match(/Mend the command/g)).toHaveLength(2);
  expect(text.match(/Ask somebody/g)).toHaveLength(1);
});

test("with several repositories, each file says where it is", () => {
  const text = drawn([aJob(), aJob({ repository: "/srv/site" })], { queued: 2 });
  expect(text).toContain("~/notes: src/a.ts    in its turn");
  expect(text).toContain("/srv/site: src/a.ts  in its turn");
});

test("what waits for a person says how to ask", () => {
  const manual = aJob({ runAt: null });
  expect(drawn([manual, manual, aJob({ ...manual, task: "other" })], { queued: 3 })).toContain(
    "when you ask\n  → `hookline task run document` runs what waits for you.\n  → `hookline task run other` runs",
  );
});

test("no line is wider than the terminal, and off a terminal nothing is cut", () => {
  const long = `${"deep/".repeat(30)}${"文".repeat(10)}.md`;
  const jobs = [
    aJob({
      file: long,
      state: "retrying",
      attempts: 1,
      runAt: at(140),
      failure: { ...failure, detail: `it said ${"much ".repeat(40)}` },
    }),
  ];
  const lines = drawn(jobs, { retrying: 1 }).split("\n");
  // Ten letters are two columns wide each.
  expect(lines[1]?.length).toBe(70);
  expect(lines[1]).toMatch(/ {2}….*deep\/文*文\.md {2}attempt 2 in 40 s$/);
  expect(lines[2]?.length).toBe(80);
  expect(drawn(jobs, { retrying: 1 }, { columns: null })).toContain(`  ${long}  attempt`);
});

test("a pause stands over everything", () => {
  expect(drawn([aJob()], { queued: 1 }, { paused: true })).toMatch(
    /^‖ Tasks are paused\. `hookline queue resume` ends it\.\n\nWaiting/,
  );
});

test("without an agent, nothing claims that something runs by itself", () => {
  expect(drawn([aJob()], { queued: 1 }, { agent: false })).toMatch(
    /^! No agent is running, so nothing runs by itself: `hookline start --detach`\.\n\nWaiting/,
  );
  expect(drawn([aJob({ state: "dead" })], { dead: 1 }, { agent: false })).toMatch(/^Given up/);
});

test.each([
  [
    {},
    {},
    "Nothing runs and nothing waits.\nTo have a command run for each file that you commit: `hookline task add --help`.",
  ],
  [
    { done: 11, cancelled: 1 },
    {},
    "Nothing runs and nothing waits. 12 jobs have ended: `hookline queue --finished`.",
  ],
  [{ queued: 2 }, { only: ["retrying", "dead"] }, "No job is retrying or dead.\n2 waiting."],
  [{}, { only: ["dead"] }, "No job is dead."],
] as const)("an empty list with %j and %j says something", (inAll, differs, text) => {
  expect(drawn([], inAll, differs)).toBe(text);
});

test.each([
  [{}, ""],
  [{ queued: 1 }, "1 waiting."],
  [
    { queued: 1, running: 2, retrying: 3, done: 4, dead: 5, cancelled: 6 },
    "2 running, 1 waiting, 3 to retry, 5 given up, 4 done, 6 cancelled.",
  ],
])("%j is counted as %j", (inAll, text) => {
  expect(countsInWords(counts(inAll))).toBe(text);
});
