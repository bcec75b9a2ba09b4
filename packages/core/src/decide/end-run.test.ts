import { expect, test } from "vitest";
import { MAX_CRASHES } from "./coalesce.ts";
import { endRun, type RunEnd, type RunningJob } from "./end-run.ts";
import type { JobStanding } from "./job-standing.ts";

const NOW = 1000;

const failure = { kind: "exit", detail: "it ended with 1" };
const before = { kind: "timeout", detail: "it took too long" };

function aRun(differs: Partial<RunningJob> = {}): RunningJob {
  return {
    state: "running",
    runAt: 10,
    attempts: 1,
    crashes: 1,
    failure: before,
    began: true,
    cancelAsked: false,
    followed: false,
    ...differs,
  };
}

const ENDS: readonly (readonly [RunEnd, Partial<JobStanding>])[] = [
  [{ kind: "done" }, { state: "done", attempts: 1, crashes: 0, failure: null }],
  [
    { kind: "failed", failure, runAt: 2000 },
    { state: "retrying", runAt: 2000, attempts: 2, crashes: 0, failure },
  ],
  [
    { kind: "dead", failure },
    { state: "dead", attempts: 2, crashes: 0, failure },
  ],
  [{ kind: "released" }, { state: "queued", runAt: 10, attempts: 1, crashes: 1, failure: before }],
  [{ kind: "cancelled" }, { state: "cancelled", attempts: 1, crashes: 1, failure: before }],
  [
    { kind: "crashed" },
    {
      state: "queued",
      runAt: 10,
      attempts: 1,
      crashes: 2,
      failure: { kind: "crashed", detail: expect.any(String) },
    },
  ],
];

test.each(ENDS)("a run that ended with %o leaves %o", (end, expected) => {
  expect(endRun(aRun(), end, NOW)).toMatchObject(expected);
});

test.each(ENDS.filter(([{ kind }]) => kind !== "done"))(
  "a run that ended with %o yields to its follow-up, and still says what happened",
  (end, { state: _state, ...same }) => {
    expect(endRun(aRun({ followed: true }), end, NOW)).toMatchObject({
      ...same,
      state: "cancelled",
    });
  },
);

test.each(ENDS.filter(([{ kind }]) => kind !== "done"))(
  "a run that ended with %o is cancelled where a person asked for that",
  (end) => {
    expect(endRun(aRun({ cancelAsked: true }), end, NOW).state).toBe("cancelled");
  },
);

test("a run that is done stays done, whatever came meanwhile", () => {
  const run = aRun({ followed: true, cancelAsked: true });
  expect(endRun(run, { kind: "done" }, NOW).state).toBe("done");
});

test("what never began is given back without a crash", () => {
  expect(endRun(aRun({ began: false }), { kind: "crashed" }, NOW)).toMatchObject({
    state: "queued",
    crashes: 1,
    failure: before,
  });
});

test("a job that crashes again and again is dead, and says so", () => {
  const states: string[] = [];
  let crashes = 0;
  while (crashes < MAX_CRASHES) {
    const next = endRun(aRun({ crashes }), { kind: "crashed" }, NOW);
    states.push(next.state);
    crashes = next.crashes;
    expect(next.failure?.kind).toBe("crashed");
  }
  expect(states).toEqual(["queued", "queued", "dead"]);
});

test("a job that crashes out yields to its follow-up all the same", () => {
  const run = aRun({ crashes: MAX_CRASHES - 1, followed: true });
  expect(endRun(run, { kind: "crashed" }, NOW)).toMatchObject({ state: "cancelled", crashes: 3 });
});

test.each([{ kind: "released" }, { kind: "crashed" }] as const)(
  "a job that is $kind while the clock stands before its time does not wait for that time again",
  (end) => {
    expect(endRun(aRun({ runAt: NOW + 3_600_000 }), end, NOW).runAt).toBe(NOW);
  },
);
