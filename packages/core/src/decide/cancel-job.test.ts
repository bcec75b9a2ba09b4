import { expect, test } from "vitest";
import { cancelJob } from "./cancel-job.ts";

test.each([
  ["queued", "cancelled"],
  ["running", "asks"],
  ["retrying", "cancelled"],
  ["done", "nothing"],
  ["dead", "cancelled"],
  ["cancelled", "nothing"],
] as const)("a %s job that a person cancels: %s", (state, becomes) => {
  expect(cancelJob(state)).toBe(becomes);
});
