import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { at, goneHead, hold, main, push, take } from "../testing/a-step.ts";
import { aCommit, anObservation, anUpstream } from "../testing/an-observation.ts";
import { nextStep, type SyncStep } from "./next-step.ts";
import {
  type DirtyRule,
  type Head,
  type InTheWay,
  type Observation,
  OCCASIONS,
  type OpenOperation,
  type RemoteTip,
} from "./observation.ts";

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
  ["only local commits", { ahead: 2 }, push(2)],
  ["only local commits, remote asked", { ahead: 2, remoteTip: at("1") }, push(2)],
  ["only remote commits", { behind: 3 }, take({ commits: 3 })],
  [
    "only remote commits, and nobody looked at the work tree yet",
    { behind: 3, inTheWay: null },
    { kind: "inspect", from: aCommit("1"), to: aCommit("1") },
  ],
  [
    "remote commits that want filters we do not run",
    { behind: 1, ownFilters: true },
    hold("own-filters"),
  ],
  [
    "a branch that another work tree has checked out too is not moved",
    { behind: 1, checkedOutTwice: true },
    hold("checked-out-twice"),
  ],
  ["another work tree does not matter to a push", { ahead: 2, checkedOutTwice: true }, push(2)],
  ["own filters do not matter to a push", { ahead: 2, ownFilters: true }, push(2)],
  ["rewound, and nothing of ours is missing there", { remoteRewound: true }, { kind: "rest" }],
  [
    "a branch that pushes to another",
    { ahead: 1, pushesToUpstream: false },
    hold("pushes-elsewhere"),
  ],
  [
    "a topic branch that follows main is no second version of main",
    { ahead: 1, behind: 1, pushesToUpstream: false },
    hold("pushes-elsewhere"),
  ],
  [
    "a branch that pushes to another takes news all the same",
    { behind: 1, pushesToUpstream: false },
    take({ commits: 1 }),
  ],
  ["two histories that never met", { ahead: 1, behind: 1, related: false }, hold("unrelated")],
  [
    "two histories that never met, of an alpha",
    { ahead: 1, behind: 1, related: false, alpha: true },
    hold("unrelated"),
  ],
  [
    "a clone too shallow to tell",
    { ahead: 1, behind: 1, related: false, shallow: true },
    hold("shallow"),
  ],
  ["a shallow clone that can tell", { behind: 1, shallow: true }, take({ commits: 1 })],
  [
    "the branch is gone on the remote",
    { ahead: 1, remoteTip: { kind: "absent" } },
    hold("upstream-gone"),
  ],
];

/** Two alphas: the one that was replaced holds until a person says which of them wins. */
const alphaRows: typeof rows = OCCASIONS.map((occasion) => [
  `an alpha that another alpha replaced, at ${occasion}`,
  { ahead: 2, behind: 3, remoteRewound: true, alpha: true, replacedByAlpha: true, occasion },
  {
    start: take({ commits: 3, replaced: 2, rescue: "diverged" }),
    asked: push(2, 3),
    sync: hold("two-alphas"),
    tick: hold("two-alphas"),
    commit: hold("two-alphas"),
  }[occasion],
]);

/** Branches that git does not remember, and what the remote says of them. */
const goneRows: typeof rows = [
  ["a branch that nobody fetched", { head: goneHead }, hold("upstream-gone")],
  [
    "a branch that is gone there too",
    { head: goneHead, remoteTip: { kind: "absent" } },
    hold("upstream-gone"),
  ],
  [
    "a branch that nobody fetched and that is there",
    { head: goneHead, remoteTip: at("2") },
    { kind: "track", upstream: goneHead.upstream, to: aCommit("2") },
  ],
];

describe("the next step", () => {
  test.each([...rows, ...alphaRows, ...goneRows])("%s", (_name, seen, step) => {
    expect(nextStep(anObservation(seen))).toEqual(step);
  });
});

const heads: readonly Head[] = [
  anObservation().head,
  { kind: "detached", commit: aCommit("1") },
  { kind: "unborn", branch: main },
  { kind: "no-upstream", branch: main, commit: aCommit("1") },
  goneHead,
];

const observations: fc.Arbitrary<Observation> = fc.record({
  head: fc.constantFrom<Head>(...heads),
  openOperation: fc.constantFrom<OpenOperation | null>(null, "rebase", "merge", "bisect", "am"),
  paused: fc.boolean(),
  occasion: fc.constantFrom(...OCCASIONS),
  alpha: fc.boolean(),
  startup: fc.constantFrom("remote", "mode"),
  onDirty: fc.constantFrom<DirtyRule>("wait", "rescue"),
  ahead: fc.nat(2),
  behind: fc.nat(2),
  related: fc.boolean(),
  shallow: fc.boolean(),
  remoteTip: fc.constantFrom<RemoteTip>({ kind: "unasked" }, at("1"), at("2"), { kind: "absent" }),
  remoteRewound: fc.boolean(),
  replacedByAlpha: fc.boolean(),
  pushesToUpstream: fc.boolean(),
  inTheWay: fc.constantFrom<InTheWay | null>(
    null,
    { staged: false, files: [] },
    { staged: true, files: [] },
    { staged: false, files: [{ path: "a.txt", kind: "edited" }] },
  ),
  ownFilters: fc.boolean(),
  checkedOutTwice: fc.boolean(),
});

/** Checks a property of every step that the rules can lead to. */
function expectOfEveryStep(check: (step: SyncStep, seen: Observation) => void): void {
  fc.assert(
    fc.property(observations, (seen) => check(nextStep(seen), seen)),
    { numRuns: 2000 },
  );
}

describe("whatever a look sees", () => {
  test("it rests only where nothing is ahead or behind and the remote says the same", () => {
    expectOfEveryStep((step, seen) => {
      if (step.kind !== "rest") return;
      expect([seen.ahead, seen.behind]).toEqual([0, 0]);
      expect(seen.head.kind).toBe("tracking");
      expect([{ kind: "unasked" }, at("1")]).toContainEqual(seen.remoteTip);
    });
  });

  test("only an alpha replaces commits on the remote, and the step says how many", () => {
    expectOfEveryStep((step, seen) => {
      if (step.kind !== "push") return;
      expect(step.replaced).toBe(seen.behind);
      if (seen.behind > 0 || seen.remoteRewound) expect(seen.alpha).toBe(true);
    });
  });

  test("commits or files that a step replaces are rescued by that step", () => {
    expectOfEveryStep((step) => {
      if (step.kind !== "take") return;
      expect(step.rescue !== null).toBe(step.replaced > 0 || step.replacesFiles);
    });
  });

  test("nothing moves during a pause or somebody's unfinished operation", () => {
    expectOfEveryStep((step, seen) => {
      if (seen.paused || seen.openOperation !== null) expect(step.kind).toBe("hold");
    });
  });

  test("files in the way are replaced only where the setting says so", () => {
    expectOfEveryStep((step, seen) => {
      if (step.kind === "take" && step.replacesFiles) expect(seen.onDirty).toBe("rescue");
    });
  });
});
