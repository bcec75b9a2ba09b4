import { describe, expect, test } from "vitest";
import { aFailure, aLookResult } from "../testing/a-status.ts";
import {
  BACKGROUND,
  type FeedbackEnd,
  type FeedbackFacts,
  feedbackLine,
  planFeedback,
} from "./feedback.ts";
import { HOLD_REASONS } from "./hold.ts";
import type { LookResult } from "./repository-status.ts";
import type { RescueNote } from "./rescue.ts";

const facts: FeedbackFacts = {
  event: "post-commit",
  files: 1,
  predictedMs: 20,
  waitMs: 65,
  asyncFiles: 10,
  asyncMs: 2000,
};

describe("whether a hook waits", () => {
  test.each<[string, Partial<FeedbackFacts>, string]>([
    ["a small commit that was always fast", {}, "wait"],
    ["as many files as may be", { files: 10 }, "wait"],
    ["one file too many", { files: 11 }, "large"],
    ["more files than anyone counts", { files: "more" }, "large"],
    ["no file at all", { files: 0, asyncFiles: 0 }, "wait"],
    ["every commit is large where no file is few", { files: 1, asyncFiles: 0 }, "large"],
    ["nobody knows how long it takes", { predictedMs: null }, "wait"],
    ["not counted yet", { files: null }, "wait"],
    ["not counted yet, and long by the syncs before", { files: null, predictedMs: 2001 }, "large"],
    ["as long as it may take in the end", { predictedMs: 2000 }, "background"],
    ["longer than the hook waits", { predictedMs: 66 }, "background"],
    ["just as long as the hook waits", { predictedMs: 65 }, "wait"],
    ["large comes before long", { files: 11, predictedMs: 66 }, "large"],
    ["a hook that waits two seconds", { predictedMs: 900, waitMs: 1985 }, "wait"],
    ["a hook that waits no time", { predictedMs: null, waitMs: 0 }, "wait"],
    [
      "a pull, however long pushes take",
      { event: "post-merge", files: 0, predictedMs: 9000 },
      "wait",
    ],
    [
      "a merge that nobody could count",
      { event: "post-merge", files: null, predictedMs: 9000 },
      "wait",
    ],
    ["a merge of much", { event: "post-merge", files: "more" }, "large"],
    ["a merge to a slow remote", { event: "post-merge", predictedMs: 300 }, "background"],
  ])("%s", (_name, differs, plan) => {
    expect(planFeedback({ ...facts, ...differs })).toBe(plan);
  });
});

const line = (result: Partial<LookResult>, differs: Partial<Omit<FeedbackEnd, "result">> = {}) =>
  feedbackLine({
    event: "post-commit",
    files: 3,
    durationMs: 412,
    since: at(0),
    lastTransfer: null,
    lastRescue: null,
    ...differs,
    result: aLookResult(result),
  });

const at = (second: number) => new Date(second * 1000).toISOString();
const pushedAt = (second: number) => ({ lastTransfer: { pushed: 1, pulled: 0, at: at(second) } });
const pulledAt = (second: number) => ({ lastTransfer: { pushed: 0, pulled: 2, at: at(second) } });
const rescuedAt = (second: number, differs: Partial<RescueNote> = {}) => ({
  lastRescue: {
    at: at(second),
    rescued: [
      {
        ref: "refs/hookline/rescue/x",
        where: "local",
        reason: "diverged",
        commits: 1,
        files: 0,
        ...differs,
      } as const,
    ],
  },
});
const REPLACED =
  "[Hookline Warning] The remote's history took the place of yours, which is kept: `hookline rescue list`";
const SYNCED = "[Hookline] Synced 3 files to origin/main in 0.4 s";

describe("the line of a hook", () => {
  test.each<[string, Parameters<typeof line>, string]>([
    ["it was pushed", [{}], "[Hookline] Synced 3 files to origin/main in 0.4 s"],
    ["one file", [{}, { files: 1 }], "[Hookline] Synced 1 file to origin/main in 0.4 s"],
    ["no file", [{}, { files: 0 }], "[Hookline] Synced to origin/main in 0.4 s"],
    ["nobody counted", [{}, { files: null }], "[Hookline] Synced to origin/main in 0.4 s"],
    ["another look had pushed it", [{ pushed: 0 }, pushedAt(1)], SYNCED],
    ["somebody else had pushed it", [{ pushed: 0 }, pushedAt(-900)], SYNCED],
    ["no upstream has a name", [{ upstream: null }], "[Hookline] Synced 3 files in 0.4 s"],
    ["in no time", [{}, { durationMs: 3 }], "[Hookline] Synced 3 files to origin/main in 0.1 s"],
    ["just below", [{}, { durationMs: 149 }], "[Hookline] Synced 3 files to origin/main in 0.1 s"],
    ["rounded", [{}, { durationMs: 950 }], "[Hookline] Synced 3 files to origin/main in 1.0 s"],
    ["seconds", [{}, { durationMs: 1860 }], "[Hookline] Synced 3 files to origin/main in 1.9 s"],
    ["long", [{}, { durationMs: 12_400 }], "[Hookline] Synced 3 files to origin/main in 12 s"],
    [
      "it failed",
      [{ failure: aFailure("refused"), state: "ahead", ahead: 1 }],
      "[Hookline Warning] Sync failed - queuing for retry",
    ],
    ["the agent ended", [{ failure: aFailure("stopped") }], BACKGROUND],
    ["paused", [{ hold: "paused" }], ""],
    [
      "it was held",
      [{ hold: "no-upstream" }],
      "[Hookline] Not synced: the branch follows no branch of a remote",
    ],
    ["in a rebase", [{ hold: "rebase" }], "[Hookline] Not synced: a rebase is not finished"],
    ["detached", [{ hold: "detached" }], "[Hookline] Not synced: HEAD is detached"],
    [
      "two alphas",
      [{ hold: "two-alphas" }],
      "[Hookline] Not synced: another alpha replaced the commits that this machine had pushed",
    ],
    ["the remote won", [{}, { ...rescuedAt(1), ...pulledAt(1) }], REPLACED],
    [
      "the remote won before the hook reported",
      [{}, { ...rescuedAt(0), ...pulledAt(0) }],
      REPLACED,
    ],
    ["the remote won long ago", [{}, { ...rescuedAt(-900), ...pulledAt(-900) }], SYNCED],
    [
      "the remote won, and then a commit was pushed",
      [{}, { ...rescuedAt(1), ...pushedAt(2) }],
      SYNCED,
    ],
    ["we won as alpha", [{}, { ...rescuedAt(1, { where: "remote" }), ...pushedAt(1) }], SYNCED],
    ["only files stood in the way", [{}, { ...rescuedAt(1, { commits: 0, files: 1 }) }], SYNCED],
    ["a pull", [{}, { event: "post-merge" }], ""],
    ["a pull, a while after a push", [{}, { event: "post-merge", ...pushedAt(-1) }], ""],
    ["a pull that we made", [{}, { event: "post-merge", ...pulledAt(1) }], ""],
    ["a merge that had something to push", [{}, { event: "post-merge", ...pushedAt(1) }], SYNCED],
    [
      "a merge that the remote won against",
      [{}, { event: "post-merge", ...rescuedAt(1), ...pulledAt(1) }],
      REPLACED,
    ],
    [
      "a merge that could not be pushed",
      [{ failure: aFailure("offline") }, { event: "post-merge" }],
      "[Hookline Warning] Sync failed - queuing for retry",
    ],
  ])("%s", (_name, parts, words) => {
    expect(line(...parts)).toBe(words);
  });

  test("the name of a branch neither moves the cursor nor turns the text around", () => {
    expect(line({ upstream: "origin/a\u001b[31m\n\u202eb\u2028c\u0085" })).toBe(
      "[Hookline] Synced 3 files to origin/a?[31m??b?c? in 0.4 s",
    );
  });

  test.each([
    ["a", 200],
    ["ä", 100],
    ["名", 80],
    ["🌳", 60],
    ["👩‍🌾", 20],
  ])("a name of many %s is cut at a whole character, and the rest stays", (letter, times) => {
    const words = line({ upstream: `origin/${letter.repeat(times)}` });
    expect(Buffer.byteLength(words)).toBeLessThanOrEqual(200);
    expect(words).toMatch(
      new RegExp(`^\\[Hookline\\] Synced 3 files to origin/(?:${letter})+… in 0\\.4 s$`, "u"),
    );
  });

  test("a name that just fits is whole", () => {
    const upstream = `origin/${"a".repeat(113)}`;
    expect(line({ upstream })).toBe(`[Hookline] Synced 3 files to ${upstream} in 0.4 s`);
  });

  test.each(HOLD_REASONS)("the hold %s is one short line without an end", (hold) => {
    const words = line({ hold });
    expect(Buffer.byteLength(words)).toBeLessThanOrEqual(120);
    expect(words).toMatch(
      hold === "paused" ? /^$/ : /^\[Hookline\] Not synced: (?:HEAD|`|[a-z])[^\n]*[^.]$/,
    );
  });
});
