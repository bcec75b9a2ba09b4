import { describe, expect, test } from "vitest";
import type { RescueNote } from "../decide/rescue.ts";
import { aFailure, aRepositoryStatus } from "../testing/index.ts";
import { describeRepository } from "./describe-repository.ts";

const NOW = 12_000;
const said = (...args: Parameters<typeof aRepositoryStatus>): string => {
  const { mark, sentences, next } = describeRepository(aRepositoryStatus(...args), NOW);
  return [mark, ...sentences, ...(next === null ? [] : [`→ ${next}`])].join(" ");
};

const aRescue = (differs: Partial<RescueNote> = {}): RescueNote => ({
  ref: "refs/hookline/rescue/20260101T000000Z-diverged-11111111",
  where: "local",
  reason: "diverged",
  commits: 2,
  files: 0,
  ...differs,
});

describe("a repository in words", () => {
  test.each([
    ["in sync", said(), "✓ In sync with origin/main. Last in sync 12 s ago."],
    [
      "ahead, queued",
      said({ state: "ahead", ahead: 1 }, { activity: "queued" }),
      "○ 1 commit to push to origin/main. A look is queued. Last in sync 12 s ago.",
    ],
    [
      "behind, being looked at",
      said({ state: "behind", behind: 3 }, { activity: "looking" }),
      "↻ 3 commits to take from origin/main. Looking at it now. Last in sync 12 s ago.",
    ],
    [
      "offline",
      said(
        { state: "ahead", ahead: 2, failure: aFailure("offline") },
        { activity: "retrying", attempts: 2, retryAt: "1970-01-01T00:00:16.000Z" },
      ),
      "! 2 commits to push to origin/main. The remote cannot be reached. (git said offline) Attempt 3 in 4 s. Last in sync 12 s ago. → Hookline tries again by itself.",
    ],
    [
      "given up",
      said({ state: "ahead", ahead: 2, failure: aFailure("refused") }, { activity: "gave-up" }),
      "✗ 2 commits to push to origin/main. The remote refused the push (a hook or a limit of the server). (git said refused) It waits for you, or for the next commit. Last in sync 12 s ago. → See what it said, change the commit or the rule, then run `hookline sync`.",
    ],
    [
      "held",
      said({ state: "diverged", ahead: 2, behind: 1, hold: "unrelated" }),
      "‖ 2 commits here and 1 commit on origin/main that the other side lacks. Your branch and the remote's have no commit in common. Last in sync 12 s ago. → Nothing was touched. Check `git remote -v`; if it is right, push or reset once yourself.",
    ],
    [
      "files in the way",
      said({ state: "behind", behind: 1, hold: "local-changes", inTheWay: ["a", "b", "c", "d"] }),
      "‖ 1 commit to take from origin/main. Files that you changed stand in the way of the remote's commits. (a, b, c …) Last in sync 12 s ago. → Move them away or stash them (`git stash -u`, with `-a` for ignored ones); Hookline goes on by itself.",
    ],
    [
      "after commits were replaced",
      said({}, { lastRescue: { rescued: [aRescue()], at: "1970-01-01T00:00:09.000Z" } }),
      "✓ In sync with origin/main. Replaced 2 commits of yours, kept for you: `hookline rescue show 20260101T000000Z-diverged-11111111` (3 s ago). Last in sync 12 s ago.",
    ],
    [
      "after files were replaced",
      said(
        {},
        {
          lastRescue: {
            rescued: [aRescue({ reason: "in-the-way", commits: 0, files: 1 })],
            at: "1970-01-01T00:00:09.000Z",
          },
        },
      ),
      "✓ In sync with origin/main. Replaced 1 file that you had not committed, kept for you: `hookline rescue show 20260101T000000Z-diverged-11111111` (3 s ago). Last in sync 12 s ago.",
    ],
    [
      "after commits were replaced on the remote",
      said(
        {},
        {
          lastRescue: {
            rescued: [aRescue({ where: "remote", reason: "replaced" })],
            at: "1970-01-01T00:00:09.000Z",
          },
        },
      ),
      "✓ In sync with origin/main. Replaced 2 commits on the remote, which keeps them: `hookline rescue list --remote` (20260101T000000Z-diverged-11111111) (3 s ago). Last in sync 12 s ago.",
    ],
    [
      "after some work",
      said({}, { lastTransfer: { pushed: 1, pulled: 2, at: "1970-01-01T00:00:09.000Z" } }),
      "✓ In sync with origin/main. Pushed 1 commit and took 2 commits 3 s ago. Last in sync 12 s ago.",
    ],
    [
      "in step as far as git remembers",
      said({}, { lastSuccessAt: null }),
      "✓ Nothing to push to origin/main, which has not been asked yet.",
    ],
    [
      "gone, whatever we knew of it",
      said({ failure: aFailure("missing") }),
      "! The folder is gone or is no repository any more. (git said missing) Last in sync 12 s ago. → Bring it back, or run `hookline remove` for it.",
    ],
    [
      "never looked at",
      said(null, { lastLookAt: null, lastSuccessAt: null }),
      "○ Not looked at yet. Never in sync so far.",
    ],
  ])("%s", (_name, text, expected) => {
    expect(text).toBe(expected);
  });

  test("names branch and upstream", () => {
    expect(describeRepository(aRepositoryStatus(), NOW).branch).toBe("main → origin/main");
    expect(describeRepository(aRepositoryStatus(null), NOW).branch).toBe("");
    const detached = aRepositoryStatus({ branch: null, upstream: null, hold: "detached" });
    expect(describeRepository(detached, NOW).branch).toBe("no branch");
  });
});

test("a pause with an end says when it goes on", () => {
  const until = new Date(2026, 11, 1, 15, 30);
  const status = aRepositoryStatus({}, { paused: true, pausedUntil: until.toISOString() });
  const { sentences } = describeRepository(status, new Date(2026, 11, 1, 12).getTime());
  expect(sentences).toContain("It goes on at 15:30.");
});
