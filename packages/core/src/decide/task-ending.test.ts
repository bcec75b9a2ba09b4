import { describe, expect, test } from "vitest";
import {
  type EndedRun,
  endTask,
  type TaskEnding,
  type TaskResult,
  type TaskTry,
  taskFailureStep,
  taskRetryDelayMs,
} from "./task-ending.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const tried = (changed: Partial<TaskTry> = {}): TaskTry => ({
  attempt: 1,
  maxRetries: 2,
  retryDelayMs: MINUTE,
  now: 1_000_000,
  random: 0.5,
  ...changed,
});

const ran = (ending: TaskEnding, stderr = ""): TaskResult => {
  const run: EndedRun = { id: 7, ending, stdout: "", stderr };
  return { kind: "ran", run };
};

const failing = (exitCode: number, stderr = "") => ran({ kind: "failed", exitCode }, stderr);

describe("a job of a task", () => {
  test.each<[TaskResult, object]>([
    [ran({ kind: "succeeded" }), { kind: "done", result: { run: 7 } }],
    [
      { kind: "already", run: 3 },
      { kind: "done", result: { already: 3 } },
    ],
    [
      { kind: "skipped", reason: "gone" },
      { kind: "done", result: { skipped: "gone" } },
    ],
    [{ kind: "stopped" }, { kind: "released" }],
    [ran({ kind: "stopped" }), { kind: "released" }],
  ])("ends well or is given back: %j", (result, verdict) => {
    expect(endTask(result, tried())).toEqual(verdict);
  });

  test.each<[TaskEnding, string, "failed" | "dead"]>([
    [{ kind: "failed", exitCode: 1 }, "failed", "failed"],
    [{ kind: "failed", exitCode: 75 }, "temporary", "failed"],
    [{ kind: "killed", signal: "SIGKILL" }, "killed", "failed"],
    [{ kind: "timed-out", afterMs: 1000 }, "timed-out", "failed"],
    [{ kind: "content", detail: "cut" }, "content", "failed"],
    [{ kind: "output-taken", detail: "x is taken" }, "output-taken", "failed"],
    [{ kind: "disk", detail: "full" }, "disk", "failed"],
    [{ kind: "not-started", problem: "ENOENT" }, "not-started", "dead"],
    [{ kind: "output-refused", detail: "a link" }, "output-refused", "dead"],
    [{ kind: "output-too-large", detail: "more" }, "output-too-large", "dead"],
  ])("that ended as %j waits for time or for a person", (ending, kind, verdict) => {
    expect(endTask(ran(ending), tried())).toMatchObject({ kind: verdict, failure: { kind } });
    expect(endTask(ran(ending), tried({ attempt: 3 }))).toMatchObject({
      kind: "dead",
      failure: { kind },
    });
  });

  test("that cannot be run waits for a person at once", () => {
    expect(endTask({ kind: "unusable", reason: "The blob is gone" }, tried())).toEqual({
      kind: "dead",
      failure: {
        kind: "unusable",
        detail: "The blob is gone.",
      },
    });
  });

  test.each([
    [0, ["dead"]],
    [1, ["failed", "dead"]],
    [2, ["failed", "failed", "dead"]],
  ])("is tried %i times more", (maxRetries, kinds) => {
    const verdicts = kinds.map((_kind, at) =>
      endTask(failing(1), tried({ maxRetries, attempt: at + 1 })),
    );
    expect(verdicts.map(({ kind }) => kind)).toEqual(kinds);
  });

  test("says what happened", () => {
    expect(endTask(failing(3, "no such row\n"), tried())).toEqual({
      kind: "failed",
      failure: {
        kind: "failed",
        detail: "it ended with code 3: no such row.",
      },
      runAt: 1_060_000,
    });
  });

  test.each([
    [
      "not-started",
      "Install the program or mend the task's `command`, then `hookline queue retry 7` runs it again.",
    ],
    ["unusable", "`hookline queue discard 7` takes it out of the queue."],
    ["output-taken", "`hookline queue retry 7` runs it again."],
    ["toString", "`hookline queue retry 7` runs it again."],
  ])("tells what to do about %s", (kind, step) => {
    expect(taskFailureStep(kind, "7")).toBe(step);
  });

  test("says what a terminal cannot obey", () => {
    const verdict = endTask(failing(1, "\u001b[2Jgone\u0007!"), tried());
    // oxlint-disable-next-line no-control-regex -- it is what must not be there
    expect(JSON.stringify(verdict)).not.toMatch(/\\u00|[\u0000-\u001f]/);
  });
});

describe("the delay before a retry", () => {
  test.each([
    [1, MINUTE, 0.5, MINUTE],
    [2, MINUTE, 0.5, 2 * MINUTE],
    [5, MINUTE, 0.5, 16 * MINUTE],
    [1, MINUTE, 0, 0.75 * MINUTE],
    [1, MINUTE, 0.999_999, 1.25 * MINUTE],
    [9, MINUTE, 0.5, 4.266_67 * HOUR],
    [10, MINUTE, 0.5, 6 * HOUR],
    [1000, MINUTE, 0.5, 6 * HOUR],
    [1, 24 * HOUR, 0.5, 24 * HOUR],
    [2, 24 * HOUR, 0.5, 24 * HOUR],
    [1000, 0, 0.5, 0],
  ])("of attempt %i, %i ms asked for, is right for %d", (attempt, retryDelayMs, random, delay) => {
    const delayMs = taskRetryDelayMs({ attempt, retryDelayMs, random });
    expect(Math.abs(delayMs - delay)).toBeLessThan(1000);
  });
});
