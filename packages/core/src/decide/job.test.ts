import { expect, test } from "vitest";
import { JOB_STATES, transition } from "./job.ts";

const moves = [
  ["ready", "triggered", "ready", transition("ready", "triggered")],
  ["ready", "claimed", "running", transition("ready", "claimed")],
  ["retrying", "triggered", "retrying", transition("retrying", "triggered")],
  ["retrying", "claimed", "running", transition("retrying", "claimed")],
  ["running", "completed", "gone", transition("running", "completed")],
  ["running", "released", "ready", transition("running", "released")],
  ["running", "failed", "retrying", transition("running", "failed")],
  ["running", "buried", "dead", transition("running", "buried")],
  ["running", "superseded", "ready", transition("running", "superseded")],
  ["running", "crashed", "ready", transition("running", "crashed")],
  ["running", "crashed-out", "retrying", transition("running", "crashed-out")],
  ["dead", "triggered", "dead", transition("dead", "triggered")],
  ["dead", "revived", "ready", transition("dead", "revived")],
] as const;

test.each(moves)("a %s job that is %s becomes %s", (_from, _event, expected, next) => {
  expect(next).toBe(expected);
});

test("every state can be left, and every state can be reached", () => {
  for (const state of JOB_STATES) {
    expect(moves.some(([from, , to]) => from === state && to !== state)).toBe(true);
    expect(moves.some(([from, , to]) => to === state && from !== state)).toBe(true);
  }
});

test("a move that the queue does not know does not compile", () => {
  // @ts-expect-error -- nobody completes what nobody claimed
  expect(transition("ready", "completed")).toBeUndefined();
  // @ts-expect-error -- a dead job is revived first
  expect(transition("dead", "claimed")).toBeUndefined();
  // @ts-expect-error -- a running job is never claimed twice
  expect(transition("running", "claimed")).toBeUndefined();
});
