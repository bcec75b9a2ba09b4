import { expect, test } from "vitest";
import { JOB_STATES, type JobState } from "./job.ts";
import { type JobAction, statesFor } from "./job-action.ts";

test.each<[JobAction, "named" | "all", readonly JobState[]]>([
  ["retry", "named", ["queued", "retrying", "dead", "cancelled"]],
  ["retry", "all", ["retrying", "dead"]],
  ["cancel", "named", ["queued", "running", "retrying"]],
  ["cancel", "all", ["queued", "running", "retrying"]],
  ["discard", "named", ["dead"]],
  ["discard", "all", ["dead"]],
])("%s, %s", (action, which, fits) => {
  const states = statesFor(action, which === "named");
  for (const state of JOB_STATES) expect(states.includes(state)).toBe(fits.includes(state));
});
