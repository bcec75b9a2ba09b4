import { expect, test } from "vitest";
import { normalise } from "./normalise.ts";

const own = { root: "/tmp/hookline-story-a1", port: 20_123 };
const id = "0123456789abcdef0123456789abcdef01234567";

test.each([
  ["In /tmp/hookline-story-a1/notes.", "In $STORY/notes."],
  ["http://localhost:20123/notes.git", "http://localhost:$PORT/notes.git"],
  ["2026-01-02 03:04:05 agent.started", "<time> agent.started"],
  ['"at":"2026-01-02T03:04:05.678Z"', '"at":"<time>"'],
  ["hookline.db.broken-20260102T030405Z", "hookline.db.broken-<time>"],
  ["Last in sync just now.", "Last in sync <ago>."],
  ["Last in sync 2.5 s ago.", "Last in sync <ago>."],
  ["in sync with origin/main in 87 ms", "in sync with origin/main in <span>"],
  ["Attempt 2 in 1.2 s.", "Attempt 2 <soon>."],
  ["Attempt 3 now.", "Attempt 3 <soon>."],
  ["durationMs=12", "durationMs=<ms>"],
  ['"durationMs": 12', '"durationMs": <ms>'],
  ["Agent 4711, up for 3 min.", "Agent <pid>, up for <span>."],
  ["The agent is running (pid 4711).", "The agent is running (pid <pid>)."],
  ['"pid": 4711', '"pid": <pid>'],
  [`old=${id}`, "old=<commit>"],
  ["[main 1a2b3c4] Buy milk", "[main <commit>] Buy milk"],
  ["a number up to 1000000, a defaced feedback", "a number up to 1000000, a defaced feedback"],
  ["hookline.syncInterval = 30s", "hookline.syncInterval = 30s"],
  ["↻ ~/a  main\n  In sync. Looking at it now. Last", "✓ ~/a  main\n  In sync. Last"],
  ["↻ ~/a  main\n  1 commit. A look is queued. Last", "○ ~/a  main\n  1 commit. Last"],
  ["  ↻ #7  document  a.ts  for 2 s", "  ↻ #7  document  a.ts  for <span>"],
  ["↻ ~/a: in sync with origin/main", "✓ ~/a: in sync with origin/main"],
  ["Queue: 1 waiting, 1 running, 2 to retry.", "Queue: 2 to retry."],
  ["Queue: 1 running.", "Queue empty."],
  ["500 waiting, 1 to retry.", "500 waiting, 1 to retry."],
  ["a  \n\nb\n\n\n", "a\n\nb"],
  ["", ""],
])("shows %j as %j", (printed, shown) => {
  expect(normalise(printed, own)).toEqual(shown === "" ? [] : shown.split("\n"));
});
