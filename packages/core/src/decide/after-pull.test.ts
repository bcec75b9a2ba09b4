import { describe, expect, test } from "vitest";
import { aCommit } from "../testing/an-observation.ts";
import {
  type AfterPullEnding,
  addPull,
  afterRun,
  type DueAfterPull,
  runNow,
} from "./after-pull.ts";

const due: DueAfterPull = {
  state: "ready",
  from: aCommit("1"),
  to: aCommit("2"),
  attempts: 0,
  runAt: 0,
  problem: null,
};
const failed: AfterPullEnding = { kind: "failed", problem: "no" };
const now = { now: 1000, random: 0.5 };

describe("what afterPull has to do", () => {
  test("begins with a pull, and takes the next one in", () => {
    const first = addPull(undefined, { from: aCommit("1"), to: aCommit("2") }, 5);
    expect(first).toEqual({ ...due, runAt: 5 });
    const dead: DueAfterPull = { ...first, state: "dead", attempts: 8, problem: "no" };
    const next = addPull(dead, { from: aCommit("2"), to: aCommit("3") }, 9);
    expect(next).toEqual({ ...due, to: aCommit("3"), runAt: 9 });
  });

  test("is nothing after a run that went well", () => {
    expect(afterRun(due, due, { kind: "succeeded" }, now)).toBeUndefined();
  });

  test("goes on from what was built where more came meanwhile", () => {
    const more = { ...due, to: aCommit("3"), runAt: 7 };
    expect(afterRun(due, more, { kind: "succeeded" }, now)).toEqual({ ...more, from: due.to });
    expect(afterRun(due, more, failed, now)).toEqual(more);
  });

  test("waits longer after each failure, and is dead after the eighth", () => {
    const again = afterRun(due, due, failed, now);
    expect(again).toEqual({ ...due, attempts: 1, runAt: 31_000, problem: "no" });
    const last = { ...due, attempts: 7 };
    expect(afterRun(last, last, failed, now)).toMatchObject({ state: "dead", attempts: 8 });
  });

  test("is held where it may not run, and brought back", () => {
    const held = afterRun(due, due, { kind: "not-allowed" }, now);
    expect(held).toEqual({ ...due, state: "held" });
    const dead: DueAfterPull = { ...due, state: "dead", attempts: 8, problem: "no" };
    expect(runNow(dead, 3)).toEqual({ ...due, runAt: 3, problem: "no" });
  });
});
