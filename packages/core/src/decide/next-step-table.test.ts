import { describe, expect, test } from "vitest";
import { goneHead, hold, main, push, take } from "../testing/a-step.ts";
import { aCommit, anObservation } from "../testing/an-observation.ts";
import type { HoldReason } from "./hold.ts";
import { nextStep, type SyncStep } from "./next-step.ts";
import type { DirtyRule, Observation } from "./observation.ts";

/** The states, and what makes a look see each. */
const STATES = {
  "up-to-date": {},
  behind: { behind: 3 },
  ahead: { ahead: 2 },
  diverged: { ahead: 2, behind: 3 },
  rewound: { ahead: 2, remoteRewound: true },
} as const satisfies Record<string, Partial<Observation>>;

type State = keyof typeof STATES;

/** Whose history counts where both sides have moved on. */
const WINNER = [
  // alpha, occasion, startup, who wins
  [false, "start", "remote", "remote"],
  [false, "start", "mode", "remote"],
  [false, "sync", "remote", "remote"],
  [false, "sync", "mode", "remote"],
  [false, "tick", "remote", "remote"],
  [false, "tick", "mode", "remote"],
  [false, "commit", "remote", "remote"],
  [false, "commit", "mode", "remote"],
  [false, "asked", "remote", "remote"],
  [false, "asked", "mode", "remote"],
  [true, "start", "remote", "remote"],
  [true, "start", "mode", "local"],
  [true, "sync", "remote", "local"],
  [true, "sync", "mode", "local"],
  [true, "tick", "remote", "local"],
  [true, "tick", "mode", "local"],
  [true, "commit", "remote", "local"],
  [true, "commit", "mode", "local"],
  [true, "asked", "remote", "local"],
  [true, "asked", "mode", "local"],
] as const;

/** What a clean work tree does, for each state and winner. */
const CLEAN: Record<State, Record<"remote" | "local", SyncStep>> = {
  "up-to-date": { remote: { kind: "rest" }, local: { kind: "rest" } },
  behind: { remote: take({ commits: 3 }), local: take({ commits: 3 }) },
  ahead: { remote: push(2), local: push(2) },
  diverged: { remote: take({ commits: 3, replaced: 2, rescue: "diverged" }), local: push(2, 3) },
  rewound: { remote: take({ replaced: 2, rescue: "rewound" }), local: push(2) },
};

const file = (kind: "edited" | "deleted" | "untracked" | "ignored") => ({
  inTheWay: { staged: false, files: [{ path: "a.txt", kind }] },
});

/** The kinds of dirty, and what each does to a step that takes commits. */
const DIRTY = [
  // what is dirty, what a look sees, with onDirty = wait, with onDirty = rescue
  ["nothing", { inTheWay: { staged: false, files: [] } }, "goes on", "goes on"],
  ["an edited file in the way", file("edited"), "local-changes", "rescues"],
  ["a deleted file in the way", file("deleted"), "local-changes", "rescues"],
  ["an untracked file in the way", file("untracked"), "local-changes", "rescues"],
  ["an ignored file in the way", file("ignored"), "local-changes", "rescues"],
  ["staged changes", { inTheWay: { staged: true, files: [] } }, "staged", "rescues"],
] as const;

type DirtyOutcome = (typeof DIRTY)[number][2 | 3];

function withDirt(clean: SyncStep, outcome: DirtyOutcome): SyncStep {
  if (clean.kind !== "take" || outcome === "goes on") return clean;
  if (outcome !== "rescues") return hold(outcome);
  return { ...clean, rescue: clean.rescue ?? "in-the-way", replacesFiles: true };
}

/** What stops a look, whatever else it sees; the upper one is named where two do. */
const HOLDS: readonly (readonly [HoldReason, Partial<Observation>])[] = [
  ["paused", { paused: true }],
  ["rebase", { openOperation: "rebase" }],
  ["merge", { openOperation: "merge" }],
  ["cherry-pick", { openOperation: "cherry-pick" }],
  ["revert", { openOperation: "revert" }],
  ["bisect", { openOperation: "bisect" }],
  ["am", { openOperation: "am" }],
  ["detached", { head: { kind: "detached", commit: aCommit("1") } }],
  ["unborn", { head: { kind: "unborn", branch: main } }],
  ["no-upstream", { head: { kind: "no-upstream", branch: main, commit: aCommit("1") } }],
  ["upstream-gone", { head: goneHead }],
];

const states = Object.keys(STATES) as State[];
const rules: readonly DirtyRule[] = ["wait", "rescue"];

const cells = states.flatMap((state) =>
  WINNER.flatMap(([alpha, occasion, startup, winner]) =>
    DIRTY.flatMap(([dirt, way, waits, rescues]) =>
      rules.map((onDirty) => ({
        name: `${state}, ${alpha ? "alpha" : "non-alpha"} at ${occasion}, startup = ${startup}, ${dirt}, onDirty = ${onDirty}`,
        seen: { ...STATES[state], ...way, alpha, occasion, startup, onDirty },
        step: withDirt(CLEAN[state][winner], onDirty === "wait" ? waits : rescues),
      })),
    ),
  ),
);

describe("the whole rule table", () => {
  test("has a cell for every state, mode, occasion, startup rule, kind of dirt and dirty rule", () => {
    expect(new Set(cells.map(({ name }) => name)).size).toBe(5 * 2 * 5 * 2 * 6 * 2);
  });

  test.each(cells)("$name", ({ seen, step }) => {
    expect(nextStep(anObservation(seen))).toEqual(step);
  });

  test.each(HOLDS)("%s holds in every cell", (why, stops) => {
    for (const { seen } of cells) {
      expect(nextStep(anObservation({ ...seen, ...stops }))).toEqual(hold(why));
    }
  });

  test("of two reasons to hold, the one that a person asked for is named", () => {
    const both = anObservation({ paused: true, openOperation: "rebase" });
    expect(nextStep(both)).toEqual(hold("paused"));
  });
});
