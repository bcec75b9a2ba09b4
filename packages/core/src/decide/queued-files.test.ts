import { expect, test } from "vitest";
import { BACKGROUND, LARGE } from "./feedback.ts";
import { type QueuedFiles, withQueued } from "./queued-files.ts";

const document: QueuedFiles = { task: "document", files: 3, mode: "auto" };
const lint: QueuedFiles = { task: "lint", files: 1, mode: "auto" };
const synced = "[Hookline] Synced 3 files to origin/main in 0.4 s";
const failed = "[Hookline Warning] Sync failed - queuing for retry";

test.each<[string, string, readonly QueuedFiles[], string]>([
  ["nothing was queued", synced, [], synced],
  ["nothing was queued for a task", synced, [{ ...document, files: 0 }], synced],
  ["nothing is said of the sync", "", [document], '[Hookline] Queued 3 files for "document"'],
  [
    "the sync has a result",
    synced,
    [document],
    '[Hookline] Queued 3 files for "document". Synced 3 files to origin/main in 0.4 s',
  ],
  [
    "the sync goes on",
    BACKGROUND,
    [document],
    '[Hookline] Queued 3 files for "document". Syncing in background...',
  ],
  [
    "the commit is large",
    LARGE,
    [document],
    '[Hookline] Queued 3 files for "document". Large commit detected. Syncing in background...',
  ],
  [
    "there are two tasks",
    "",
    [document, lint],
    '[Hookline] Queued 3 files for "document", 1 file for "lint"',
  ],
  [
    "a task runs when it is asked",
    "",
    [{ ...document, mode: "manual" }],
    '[Hookline] Queued 3 files for "document" (runs when you ask)',
  ],
  [
    "there are many tasks",
    "",
    [document, lint, { ...lint, task: "a" }, { ...lint, task: "b" }],
    "[Hookline] Queued 6 files for 4 tasks",
  ],
  ["the sync failed", failed, [document], failed],
])("when %s", (_case, line, queued, expected) => {
  expect(withQueued(line, queued)).toBe(expected);
});

test("the line is never longer than a hook shows", () => {
  const long: QueuedFiles = { task: "ü".repeat(64), files: 100_000, mode: "manual" };
  const line = withQueued(LARGE, [long, long, long]);
  expect(Buffer.byteLength(line)).toBeLessThanOrEqual(200);
  expect(line.endsWith("…")).toBe(true);
});
