import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aCommit, anObservation, anUpstream } from "../testing/an-observation.ts";
import { refName } from "./brands.ts";
import { nextStep, type SyncStep } from "./next-step.ts";
import type { BlockedBy, Head, Observation, OpenOperation, RemoteTip } from "./observation.ts";

const main = refName("refs/heads/main");
const at = (digit: string) => ({ kind: "at", commit: aCommit(digit) }) as const;
const hold = (why: Extract<SyncStep, { kind: "hold" }>["why"]): SyncStep => ({ kind: "hold", why });
const push: SyncStep = {
  kind: "push",
  branch: main,
  to: aCommit("1"),
  upstream: anUpstream,
  commits: 2,
};

const rows: readonly (readonly [string, Partial<Observation>, SyncStep])[] = [
  ["in step, remote not asked", {}, { kind: "rest" }],
  ["in step with what the remote says", { remoteTip: at("1") }, { kind: "rest" }],
  [
    "the remote holds another commit",
    { remoteTip: at("2") },
    { kind: "fetch", upstream: anUpstream, to: aCommit("2") },
  ],
  [
    "news on the remote come before our own",
    { remoteTip: at("2"), ahead: 2 },
    { kind: "fetch", upstream: anUpstream, to: aCommit("2") },
  ],
  ["only local commits", { ahead: 2 }, push],
  ["only local commits, remote asked", { ahead: 2, remoteTip: at("1") }, push],
  [
    "only remote commits",
    { behind: 3 },
    { kind: "fast-forward", branch: main, from: aCommit("1"), to: aCommit("1"), commits: 3 },
  ],
  [
    "remote commits behind local edits",
    { behind: 3, blockedBy: "local-changes" },
    hold("local-changes"),
  ],
  [
    "remote commits behind a commit being prepared",
    { behind: 3, blockedBy: "staged" },
    hold("staged"),
  ],
  [
    "remote commits that want filters we do not run",
    { behind: 1, ownFilters: true },
    hold("own-filters"),
  ],
  ["own filters do not matter to a push", { ahead: 2, ownFilters: true }, push],
  ["both moved on", { ahead: 1, behind: 1 }, hold("diverged")],
  ["the remote dropped what we have", { ahead: 1, remoteRewound: true }, hold("remote-rewound")],
  ["rewound, and nothing of ours is missing there", { remoteRewound: true }, { kind: "rest" }],
  [
    "a branch that pushes to another",
    { ahead: 1, pushesToUpstream: false },
    hold("pushes-elsewhere"),
  ],
  [
    "a branch that pushes to another takes news all the same",
    { behind: 1, pushesToUpstream: false },
    { kind: "fast-forward", branch: main, from: aCommit("1"), to: aCommit("1"), commits: 1 },
  ],
  [
    "the branch is gone on the remote",
    { ahead: 1, remoteTip: { kind: "absent" } },
    hold("upstream-gone"),
  ],
  ["paused", { ahead: 1, paused: true }, hold("paused")],
  ["paused in the middle of a rebase", { paused: true, openOperation: "rebase" }, hold("paused")],
  ["a rebase", { ahead: 1, openOperation: "rebase" }, hold("rebase")],
  ["a merge", { ahead: 1, openOperation: "merge" }, hold("merge")],
  ["a cherry-pick", { ahead: 1, openOperation: "cherry-pick" }, hold("cherry-pick")],
  ["a revert", { ahead: 1, openOperation: "revert" }, hold("revert")],
  ["a bisect", { behind: 1, openOperation: "bisect" }, hold("bisect")],
  ["patches being applied", { ahead: 1, openOperation: "am" }, hold("am")],
  ["no branch", { head: { kind: "detached", commit: aCommit("1") } }, hold("detached")],
  ["no commit", { head: { kind: "unborn", branch: main } }, hold("unborn")],
  [
    "no upstream",
    { head: { kind: "no-upstream", branch: main, commit: aCommit("1") } },
    hold("no-upstream"),
  ],
  [
    "an upstream nobody fetched",
    { head: { kind: "upstream-gone", branch: main, commit: aCommit("1") } },
    hold("upstream-gone"),
  ],
];

const heads: readonly Head[] = [
  anObservation().head,
  { kind: "detached", commit: aCommit("1") },
  { kind: "unborn", branch: main },
  { kind: "no-upstream", branch: main, commit: aCommit("1") },
  { kind: "upstream-gone", branch: main, commit: aCommit("1") },
];

const observations = fc.record({
  head: fc.constantFrom<Head>(...heads),
  openOperation: fc.constantFrom<OpenOperation | null>(
    null,
    "rebase",
    "merge",
    "cherry-pick",
    "revert",
    "bisect",
    "am",
  ),
  paused: fc.boolean(),
  ahead: fc.nat(2),
  behind: fc.nat(2),
  remoteTip: fc.constantFrom<RemoteTip>({ kind: "unasked" }, at("1"), at("2"), { kind: "absent" }),
  remoteRewound: fc.boolean(),
  pushesToUpstream: fc.boolean(),
  blockedBy: fc.constantFrom<BlockedBy | null>(null, "local-changes", "staged"),
  ownFilters: fc.boolean(),
});

describe("the next step", () => {
  test.each(rows)("%s", (_name, seen, step) => {
    expect(nextStep(anObservation(seen))).toEqual(step);
  });

  test("rests only where nothing is ahead or behind and the remote says the same", () => {
    fc.assert(
      fc.property(observations, (seen) => {
        if (nextStep(seen).kind !== "rest") return;
        expect([seen.ahead, seen.behind]).toEqual([0, 0]);
        expect(seen.head.kind).toBe("tracking");
        expect([{ kind: "unasked" }, at("1")]).toContainEqual(seen.remoteTip);
      }),
    );
  });

  test("never pushes what would replace something on the remote", () => {
    fc.assert(
      fc.property(observations, (seen) => {
        if (nextStep(seen).kind !== "push") return;
        expect(seen).toMatchObject({
          behind: 0,
          remoteRewound: false,
          openOperation: null,
          paused: false,
        });
      }),
    );
  });

  test("moves no work tree during somebody's unfinished operation", () => {
    fc.assert(
      fc.property(observations, (seen) => {
        const moves = nextStep(seen).kind === "fast-forward";
        expect(moves && seen.openOperation !== null).toBe(false);
      }),
    );
  });
});
