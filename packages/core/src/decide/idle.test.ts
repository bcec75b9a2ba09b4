import { expect, test } from "vitest";
import { type Idleness, nextIdleness, type Work } from "./idle.ts";

const NOTHING: Work = {
  busy: false,
  spooled: 0,
  dueInMs: null,
  taskDueInMs: null,
  heldMs: null,
};
const working: Idleness = { kind: "working" };
const quiet: Idleness = { kind: "quiet", sinceMs: 1000 };
const stuck: Idleness = { kind: "stuck", sinceMs: 1000 };
const drained: Idleness = { kind: "over", why: "drained" };

test.each<[string, Idleness, Partial<Work>, number, Idleness]>([
  ["work that ends begins the quiet", working, {}, 5000, { kind: "quiet", sinceMs: 5000 }],
  ["a look goes on", working, { busy: true }, 5000, working],
  ["quiet lasts", quiet, {}, 2999, quiet],
  ["quiet for two seconds is the end", quiet, {}, 3000, drained],
  ["a new look ends the quiet, however late", quiet, { busy: true }, 9000, working],
  [
    "a record ends the quiet, and the time counts anew",
    quiet,
    { spooled: 1 },
    2999,
    { kind: "stuck", sinceMs: 2999 },
  ],
  ["a retry that is due soon is waited for", quiet, { dueInMs: 5000 }, 9000, working],
  ["a later one is not", quiet, { dueInMs: 5001 }, 3000, drained],
  ["a job that is due now", quiet, { dueInMs: 0 }, 9000, working],
  ["a job that waits for room", quiet, { dueInMs: -10_000 }, 9000, working],
  ["a job that will not be started", quiet, { dueInMs: -10_001 }, 3000, drained],
  ["a task's delay is waited for", quiet, { taskDueInMs: 15 * 60_000 }, 9000, working],
  ["a longer one is not", quiet, { taskDueInMs: 15 * 60_000 + 1 }, 3000, drained],
  ["a task that will not be started", quiet, { taskDueInMs: -10_001 }, 3000, drained],
  ["a look that git holds up is waited for", quiet, { heldMs: 59_999 }, 9000, working],
  ["but not for ever", quiet, { heldMs: 60_000 }, 3000, drained],
  ["records that nobody takes yet", stuck, { spooled: 3 }, 3999, stuck],
  ["records that nobody takes", stuck, { spooled: 3 }, 4000, { kind: "over", why: "stuck" }],
  ["records that were taken", stuck, {}, 90_000, { kind: "quiet", sinceMs: 90_000 }],
  ["records that are being taken", stuck, { spooled: 3, busy: true }, 90_000, working],
  ["the end is the end", drained, { busy: true, spooled: 1 }, 9000, drained],
])("%s", (_name, before, work, nowMs, after) => {
  expect(nextIdleness(before, { ...NOTHING, ...work }, nowMs)).toEqual(after);
});
