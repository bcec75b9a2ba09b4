import { aFailure, aRepositoryStatus } from "@hookline/core/testing";
import { describe, expect, test } from "vitest";
import { describeRepository } from "./describe-repository.ts";

const NOW = 12_000;
const said = (...args: Parameters<typeof aRepositoryStatus>): string => {
  const { mark, sentences, next } = describeRepository(aRepositoryStatus(...args), NOW);
  return [mark, ...sentences, ...(next === null ? [] : [`→ ${next}`])].join(" ");
};

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
      "✗ 2 commits to push to origin/main. The remote refused the push (a protected branch or a hook on the server). (git said refused) It waits for you, or for the next commit. Last in sync 12 s ago. → See what it said, change the commit or the rule, then run `hookline sync`.",
    ],
    [
      "held",
      said({ state: "diverged", ahead: 2, behind: 1, hold: "diverged" }),
      "‖ 2 commits here and 1 commit on origin/main that the other side lacks. Your branch and the remote's have both moved on. Last in sync 12 s ago. → Nothing was touched. Merge or rebase (`git pull`), then Hookline goes on by itself.",
    ],
    [
      "a rewound remote",
      said({ state: "diverged", ahead: 1, hold: "remote-rewound" }),
      "‖ 1 commit here that origin/main does not have. The remote dropped commits that this branch still has. Last in sync 12 s ago. → Nothing was pushed. Take the remote's branch, or push yourself if they shall return.",
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
