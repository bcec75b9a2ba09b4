import { expect, test } from "vitest";
import { aRepositoryStatus } from "../testing/index.ts";
import { applyEvent } from "./apply-event.ts";
import type { Status } from "./status-schema.ts";

const one = aRepositoryStatus({}, { path: "/one" });
const two = aRepositoryStatus({}, { path: "/two" });
const queue = { queued: 0, running: 0, retrying: 0, dead: 0, spooled: 0 };
const status: Status = { agent: null, repositories: [one], awaited: [], queue };

test("the first event brings the whole status, and nothing counts before it", () => {
  expect(applyEvent(undefined, { type: "queue", queue })).toBeUndefined();
  expect(applyEvent(undefined, { type: "status", status })).toBe(status);
});

test("a known repository is replaced, a new one added, a lost one dropped", () => {
  const paused = { ...one, paused: true };
  expect(applyEvent(status, { type: "repository", repository: paused })?.repositories).toEqual([
    paused,
  ]);
  const both = applyEvent(status, { type: "repository", repository: two });
  expect(both?.repositories).toEqual([one, two]);
  expect(applyEvent(both, { type: "gone", path: "/one" })?.repositories).toEqual([two]);
});

test("the queue is replaced, and signs of life change nothing", () => {
  const fuller = { ...queue, queued: 3 };
  expect(applyEvent(status, { type: "queue", queue: fuller })?.queue).toEqual(fuller);
  expect(applyEvent(status, { type: "alive" })).toBe(status);
  expect(applyEvent(status, { type: "stopping" })).toBe(status);
});
