import { expect, test } from "vitest";
import { JOB_STATES, type JobEvent, transition } from "./job.ts";

const EVENTS: readonly JobEvent[] = [
  "triggered",
  "replaced",
  "claimed",
  "completed",
  "released",
  "failed",
  "buried",
  "superseded",
  "yielded",
  "crashed",
  "crashed-out",
  "poisoned",
  "cancelled",
  "retried",
  "revived",
  "pruned",
];

const LEGAL: readonly (readonly [string, JobEvent, string])[] = [
  ["queued", "triggered", "queued"],
  ["queued", "replaced", "queued"],
  ["queued", "claimed", "running"],
  ["queued", "cancelled", "cancelled"],
  ["queued", "retried", "queued"],
  ["running", "completed", "done"],
  ["running", "released", "queued"],
  ["running", "failed", "retrying"],
  ["running", "buried", "dead"],
  ["running", "superseded", "queued"],
  ["running", "yielded", "cancelled"],
  ["running", "crashed", "queued"],
  ["running", "crashed-out", "retrying"],
  ["running", "poisoned", "dead"],
  ["running", "cancelled", "cancelled"],
  ["retrying", "triggered", "retrying"],
  ["retrying", "replaced", "queued"],
  ["retrying", "claimed", "running"],
  ["retrying", "cancelled", "cancelled"],
  ["retrying", "retried", "queued"],
  ["done", "pruned", "gone"],
  ["dead", "triggered", "dead"],
  ["dead", "revived", "queued"],
  ["dead", "retried", "queued"],
  ["dead", "cancelled", "cancelled"],
  ["cancelled", "retried", "queued"],
  ["cancelled", "pruned", "gone"],
];

const cells = JOB_STATES.flatMap((state) =>
  EVENTS.map((event) => {
    const legal = LEGAL.find(([from, what]) => from === state && what === event);
    return { state, event, becomes: legal?.[2] };
  }),
);

test.each(cells)("a $state job that is $event becomes $becomes", ({ state, event, becomes }) => {
  expect(transition(state, event as never)).toBe(becomes);
});

test("every state can be left, and every state can be reached", () => {
  for (const state of JOB_STATES) {
    expect(LEGAL.some(([from, , to]) => from === state && to !== state)).toBe(true);
    expect(LEGAL.some(([from, , to]) => to === state && from !== state)).toBe(true);
  }
});

test("a move that the queue does not know does not compile", () => {
  // @ts-expect-error -- nobody completes what nobody claimed
  expect(transition("queued", "completed")).toBeUndefined();
  // @ts-expect-error -- a dead job is revived first
  expect(transition("dead", "claimed")).toBeUndefined();
  // @ts-expect-error -- a running job is never claimed twice
  expect(transition("running", "claimed")).toBeUndefined();
});
