import { expect, test } from "vitest";
import { aJob, aLook, aTaskFailure, at } from "../testing/a-job.ts";
import { describeJob, jobName, subjectOf } from "./describe-job.ts";

const NOW = 100_000;
const failure = aTaskFailure;

test.each([
  ["waits for its time", aJob({ runAt: at(340) }), "○ in 4 min"],
  ["waits for its turn", aJob({ runAt: at(99) }), "○ in its turn"],
  ["waits for a person", aJob({ runAt: null }), "○ when you ask"],
  ["begins", aJob({ state: "running", runAt: null, startedAt: at(88) }), "↻ for 12 s"],
  [
    "runs and prints",
    aJob({
      state: "running",
      startedAt: at(88),
      progress: { outputBytes: 4200, lastLine: "Writing\u001b[2J it down " },
    }),
    "↻ for 12 s, 4.2 kB so far | Writing\ufffd[2J it down",
  ],
  [
    "failed, and is tried again",
    aJob({ state: "retrying", attempts: 1, runAt: at(140), failure }),
    "! attempt 2 in 40 s | it ended with code 3: no such model",
  ],
  [
    "failed, and is due again",
    aJob({ state: "retrying", attempts: 2, runAt: at(99), failure }),
    "! attempt 3 now | it ended with code 3: no such model",
  ],
  [
    "failed for good",
    aJob({ state: "dead", attempts: 3, runAt: null, finishedAt: at(40), failure }),
    "✗ after 3 attempts, 60 s ago | it ended with code 3: no such model → Mend the command, then run `hookline queue retry 7`.",
  ],
  [
    "failed for good at once, in strange words",
    aJob({
      state: "dead",
      attempts: 1,
      finishedAt: at(40),
      failure: { kind: "exit", detail: "bad\u0007", next: "Ring\u0007" },
    }),
    "✗ 60 s ago | bad\ufffd → Ring\ufffd",
  ],
  [
    "is done",
    aJob({ state: "done", startedAt: at(85), finishedAt: at(88), outcome: "ran" }),
    "✓ in 3 s, 12 s ago",
  ],
  [
    "had been done",
    aJob({ state: "done", startedAt: at(88), finishedAt: at(88), outcome: "already" }),
    "✓ had been done before, 12 s ago",
  ],
  [
    "had nothing to do",
    aJob({ state: "done", startedAt: at(88), finishedAt: at(88), outcome: "skipped" }),
    "✓ nothing to do, 12 s ago",
  ],
  ["was cancelled", aJob({ state: "cancelled", finishedAt: at(88) }), "− cancelled 12 s ago"],
  [
    "failed once and is done now",
    aJob({ state: "done", attempts: 1, failure, startedAt: at(85), finishedAt: at(88) }),
    "✓ in 3 s, 12 s ago",
  ],
])("a job that %s", (_what, job, said) => {
  const { mark, when, detail, next } = describeJob(job, NOW);
  expect(
    [
      mark,
      when,
      ...(detail === null ? [] : ["|", detail]),
      ...(next === null ? [] : ["→", next]),
    ].join(" "),
  ).toBe(said);
});

test.each([
  [aJob(), false, "src/a.ts"],
  [aJob(), true, "~/notes: src/a.ts"],
  [aJob({ file: "a\nb\u001b[31m" }), false, "a\ufffdb\ufffd[31m"],
  [aLook(), false, "~/notes"],
  [aLook({ repository: "/srv/x\u0007" }), true, "/srv/x\ufffd"],
])("job %# is about what it is about", (job, several, subject) => {
  expect(subjectOf(job, "/home/me", several)).toBe(subject);
});

test("jobs are named as people type them", () => {
  expect([jobName("12"), jobName("look-3")]).toEqual(["#12", "look-3"]);
  expect(describeJob(aLook(), NOW)).toMatchObject({ name: "look-3", task: "sync" });
  expect(describeJob(aJob({ task: "a\u0007" }), NOW)).toMatchObject({
    name: "#7",
    task: "a\ufffd",
  });
});
