import { expect, test } from "vitest";
import { type LookJob, MAX_CRASHES } from "./coalesce.ts";
import { settle } from "./settle.ts";

const failure = { kind: "offline", detail: "no route to host" } as const;
const followUp = { reasons: ["poll"], runAt: 60 };

function aRun(overrides: Partial<LookJob>): LookJob {
  return {
    state: "running",
    reasons: ["hook"],
    runAt: 10,
    attempts: 1,
    crashes: 1,
    failure: null,
    ...overrides,
  };
}

test("a released look is ready again, and nothing is counted", () => {
  expect(settle(aRun({}), undefined, { kind: "released" })).toEqual(aRun({ state: "queued" }));
  expect(settle(aRun({}), followUp, { kind: "released" })).toEqual(
    aRun({ state: "queued", reasons: ["hook", "poll"] }),
  );
});

test("a failed look waits for its retry, and shows that it does not end the agent", () => {
  expect(settle(aRun({}), undefined, { kind: "failed", failure, runAt: 99 })).toEqual(
    aRun({ state: "retrying", runAt: 99, attempts: 2, crashes: 0, failure }),
  );
});

test("a failed look takes its follow-up in: the reasons unite, the attempts stand, it is due as the follow-up was", () => {
  expect(settle(aRun({}), followUp, { kind: "failed", failure, runAt: 99 })).toEqual(
    aRun({
      state: "retrying",
      reasons: ["hook", "poll"],
      runAt: 60,
      attempts: 2,
      crashes: 0,
      failure,
    }),
  );
});

test.each([
  ["until a time", 99, undefined, { state: "retrying", runAt: 99 }],
  ["until its follow-up is due", 99, followUp, { state: "retrying", runAt: 60 }],
  ["for a person", null, undefined, { state: "dead", runAt: 10 }],
  ["for a person, unless more has come", null, followUp, { state: "queued", runAt: 60 }],
] as const)(
  "a look that could not ask waits %s, and counts as no attempt",
  (_name, runAt, more, expected) => {
    expect(settle(aRun({}), more, { kind: "waits", failure, runAt })).toMatchObject({
      ...expected,
      attempts: 1,
      crashes: 0,
      failure,
    });
  },
);

test("a buried look is dead", () => {
  expect(settle(aRun({}), undefined, { kind: "buried", failure })).toEqual(
    aRun({ state: "dead", attempts: 2, crashes: 0, failure }),
  );
});

test("a buried look yields to its follow-up, which starts afresh", () => {
  expect(settle(aRun({}), followUp, { kind: "buried", failure })).toEqual(
    aRun({
      state: "queued",
      reasons: ["hook", "poll"],
      runAt: 60,
      attempts: 0,
      crashes: 0,
      failure,
    }),
  );
});

test("a crashed look is ready at once", () => {
  expect(settle(aRun({ runAt: 900 }), undefined, { kind: "crashed", at: 50 })).toEqual(
    aRun({ state: "queued", runAt: 50, crashes: 2 }),
  );
});

test("the third crash in a row makes a look rest for an hour, its follow-up with it", () => {
  const crashes = MAX_CRASHES - 1;
  expect(settle(aRun({ crashes }), followUp, { kind: "crashed", at: 50 })).toMatchObject({
    state: "retrying",
    runAt: 50 + 3_600_000,
    reasons: ["hook", "poll"],
    crashes: MAX_CRASHES,
    failure: { kind: "crashed" },
  });
});
