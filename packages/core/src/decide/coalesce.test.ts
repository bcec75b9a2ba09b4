import { expect, test } from "vitest";
import {
  coalesce,
  MAX_CRASHES,
  MAX_REASONS,
  type Trigger,
  type Urgency,
  uniteReasons,
  type WaitingLookJob,
} from "./coalesce.ts";

const failure = { kind: "offline", detail: "no route to host" } as const;

function aJob(overrides: Partial<WaitingLookJob>): WaitingLookJob {
  return {
    state: "queued",
    reasons: ["hook"],
    runAt: 100,
    attempts: 0,
    crashes: 0,
    failure: null,
    ...overrides,
  };
}

function aTrigger(overrides: Partial<Trigger>): Trigger {
  return { reasons: ["poll"], runAt: 50, urgency: "routine", ...overrides };
}

test("the first trigger of a repository makes a ready job", () => {
  expect(coalesce(undefined, aTrigger({ reasons: ["poll", "poll"] }))).toEqual(
    aJob({ reasons: ["poll"], runAt: 50 }),
  );
});

test("a second trigger joins the ready job, which is due at the earlier of both times", () => {
  const both = ["hook", "poll"];
  expect(coalesce(aJob({}), aTrigger({}))).toEqual(aJob({ reasons: both, runAt: 50 }));
  expect(coalesce(aJob({}), aTrigger({ runAt: 200 }))).toEqual(aJob({ reasons: both }));
});

test.each<[Urgency, number]>([
  ["routine", 100],
  ["urgent", 50],
  ["asked", 50],
])("a %s trigger lets a retry run at %d, and its attempts stand", (urgency, runAt) => {
  const retrying = aJob({ state: "retrying", attempts: 4, failure });
  expect(coalesce(retrying, aTrigger({ urgency }))).toEqual(
    aJob({ state: "retrying", reasons: ["hook", "poll"], attempts: 4, failure, runAt }),
  );
});

test.each<[Urgency, number]>([
  ["routine", 100],
  ["urgent", 100],
  ["asked", 50],
])("a %s trigger lets a look that ended the agent too often run at %d", (urgency, runAt) => {
  const resting = aJob({ state: "retrying", crashes: MAX_CRASHES, failure });
  expect(coalesce(resting, aTrigger({ urgency }))).toMatchObject({ state: "retrying", runAt });
});

test.each<[Urgency, "queued" | "dead"]>([
  ["routine", "dead"],
  ["urgent", "queued"],
  ["asked", "queued"],
])("after a %s trigger a dead look is %s", (urgency, state) => {
  const next = coalesce(aJob({ state: "dead", failure }), aTrigger({ urgency }));
  expect(next.state).toBe(state);
  expect(next.reasons).toEqual(["hook", "poll"]);
});

test("a revived look starts its counts again", () => {
  const dead = aJob({ state: "dead", attempts: 9, crashes: MAX_CRASHES, failure });
  expect(coalesce(dead, aTrigger({ urgency: "asked" }))).toEqual(
    aJob({ reasons: ["hook", "poll"], runAt: 50 }),
  );
});

test("reasons are kept once each, the older first, and never more than a few", () => {
  expect(uniteReasons(["a", "b"], ["b", "c"])).toEqual(["a", "b", "c"]);
  const many = Array.from({ length: MAX_REASONS + 5 }, (_, number) => `reason-${number}`);
  expect(uniteReasons(["a"], many)).toEqual(["a", ...many.slice(0, MAX_REASONS - 1)]);
});
