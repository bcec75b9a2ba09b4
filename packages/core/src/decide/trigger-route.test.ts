import { expect, test } from "vitest";
import { asksRemote, LOOK_REASONS, type LookReason } from "./look-reason.ts";
import { routeTrigger, type TriggerRoute } from "./trigger-route.ts";

const rows: readonly (readonly [LookReason, TriggerRoute, TriggerRoute])[] = [
  ["hook", "durable", "durable"],
  ["refs-moved", "in-memory", "durable"],
  ["poll", "in-memory", "skip"],
  ["start", "in-memory", "durable"],
  ["wake", "in-memory", "durable"],
  ["sync", "in-memory", "durable"],
  ["changed-settings", "in-memory", "durable"],
  ["tick", "in-memory", "durable"],
  ["files-changed", "in-memory", "durable"],
];

test.each(rows)("%s: %s where nothing waits, else %s", (reason, alone, beside) => {
  expect(routeTrigger(reason, null)).toBe(alone);
  for (const job of ["queued", "retrying", "dead"] as const)
    expect(routeTrigger(reason, job)).toBe(beside);
});

test("every reason has a row", () => {
  expect(rows.map(([reason]) => reason)).toEqual(LOOK_REASONS);
});

test.each([
  [["hook"], false],
  [["refs-moved"], false],
  [["hook", "poll"], true],
  [["sync"], true],
  [["a reason of a later version"], true],
  [[], false],
])("%j asks the remote: %s", (reasons, asks) => {
  expect(asksRemote(reasons)).toBe(asks);
});
