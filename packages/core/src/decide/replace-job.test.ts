import { expect, test } from "vitest";
import { replaceJob, type WaitingJob } from "./replace-job.ts";

const at = (state: WaitingJob["state"], runAt: number | null): WaitingJob => ({ state, runAt });

test.each([
  ["a queued job keeps its time", at("queued", 10), 20, 10],
  ["a queued job takes an earlier time", at("queued", 20), 10, 10],
  ["a queued job keeps its time before a person's", at("queued", 20), null, 20],
  ["a job that waits for a person takes any time", at("queued", null), 20, 20],
  ["two that wait for a person go on waiting", at("queued", null), null, null],
  ["a retrying job takes the newer time, though it is later", at("retrying", 10), 20, 20],
  ["a retrying job takes the newer time, though it is earlier", at("retrying", 20), 10, 10],
  ["a retrying job waits for a person where the newer one does", at("retrying", 20), null, null],
])("%s, and starts afresh", (_what, waiting, newer, runAt) => {
  expect(replaceJob(waiting, { runAt: newer })).toEqual({
    state: "queued",
    runAt,
    attempts: 0,
    crashes: 0,
    failure: null,
  });
});
