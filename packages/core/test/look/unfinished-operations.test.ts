import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import type { HoldReason } from "../../src/decide/hold.ts";
import type { Stage } from "./make-stage.ts";
import { test } from "./stage-test.ts";

const healed = { state: "up-to-date", hold: null, failure: null };

/** Something that git begins and does not end by itself. */
interface Unfinished {
  readonly name: string;
  readonly hold: HoldReason;
  /** Begins it, in a work tree whose branch and `side` both wrote `both.txt`. */
  readonly begin: readonly (readonly string[])[];
  /** Ends it as a person would, after having written `both.txt`. */
  readonly finish: readonly (readonly string[])[];
  /** The subjects of the commits that are on the branch then, newest first. */
  readonly gives: readonly string[];
}

const OURS = ["Write second.txt", "Write both.txt"];

const OPERATIONS: readonly Unfinished[] = [
  {
    name: "a merge",
    hold: "merge",
    begin: [["merge", "side"]],
    finish: [
      ["add", "both.txt"],
      ["commit", "--no-edit"],
    ],
    gives: ["Merge branch 'side'", ...OURS],
  },
  {
    name: "a rebase",
    hold: "rebase",
    begin: [["rebase", "side"]],
    finish: [
      ["add", "both.txt"],
      ["rebase", "--continue"],
    ],
    gives: [...OURS, "Write more.txt"],
  },
  {
    name: "a rebase by patches",
    hold: "rebase",
    begin: [["rebase", "--apply", "side"]],
    finish: [
      ["add", "both.txt"],
      ["rebase", "--continue"],
    ],
    gives: [...OURS, "Write more.txt"],
  },
  {
    name: "a cherry-pick",
    hold: "cherry-pick",
    begin: [["cherry-pick", "side~1"]],
    finish: [
      ["add", "both.txt"],
      ["cherry-pick", "--continue"],
    ],
    gives: ["Write both.txt", ...OURS],
  },
  {
    name: "a cherry-pick of several, the first one committed by hand",
    hold: "cherry-pick",
    begin: [
      ["cherry-pick", "side~1", "side"],
      ["add", "both.txt"],
      ["commit", "--no-edit"],
    ],
    finish: [["cherry-pick", "--continue"]],
    gives: ["Write more.txt", "Write both.txt", ...OURS],
  },
  {
    name: "a revert",
    hold: "revert",
    begin: [["revert", "--no-edit", "HEAD~1"]],
    finish: [
      ["add", "--all"],
      ["revert", "--continue"],
    ],
    gives: ['Revert "Write second.txt"', "Write second.txt", ...OURS],
  },
  {
    name: "a bisect that is on the branch still",
    hold: "bisect",
    begin: [["bisect", "start"]],
    finish: [["bisect", "reset"]],
    gives: OURS,
  },
  {
    name: "a bisect",
    hold: "bisect",
    begin: [["bisect", "start", "HEAD", "HEAD~2"]],
    finish: [["bisect", "reset"]],
    gives: OURS,
  },
  {
    name: "a series of patches",
    hold: "am",
    begin: [["am", "--3way", "../series.mbox"]],
    finish: [
      ["add", "both.txt"],
      ["am", "--continue"],
    ],
    gives: ["Write more.txt", "Write both.txt", ...OURS],
  },
];

/** Makes `side` and the branch write the same file, and lets the remote move on meanwhile. */
async function prepare({ scratch, there }: Stage, at: string, operation: Unfinished) {
  await scratch.git(at, "config", "core.editor", "true");
  await scratch.git(at, "switch", "--quiet", "-c", "side");
  await scratch.commit(at, "both.txt", "side\n");
  await scratch.commit(at, "more.txt");
  const patches = await scratch.git(at, "format-patch", "--stdout", "main..side");
  await writeFile(scratch.path("series.mbox"), `${patches}\n`);
  await scratch.git(at, "switch", "--quiet", "-");
  await scratch.commit(at, "both.txt", "ours\n");
  await scratch.commit(at, "second.txt");
  if (operation.hold === "revert") await scratch.commit(at, "second.txt", "later\n");
  // Nothing is pushed yet: whatever a look did now would be seen.
  await scratch.commit(there, "theirs.txt");
}

/** Everything of a work tree that a look could have touched. */
async function picture({ scratch }: Stage, at: string): Promise<string> {
  const parts = await Promise.all([
    scratch.git(at, "status", "--porcelain=v2", "--branch", "--untracked-files=all"),
    scratch.git(at, "for-each-ref"),
    scratch.git(at, "ls-files", "--stage"),
    readFile(join(at, "both.txt"), "utf8"),
  ]);
  return parts.join("\n");
}

/** Looks while the operation is open, ends it, and looks again. */
async function lookThrough(stage: Stage, at: AbsolutePath, operation: Unfinished): Promise<void> {
  const { scratch, remote, there } = stage;
  await prepare(stage, at, operation);
  for (const command of operation.begin) {
    await scratch.git(at, ...command).catch(() => undefined);
  }
  await scratch.git(there, "push", "--quiet");
  const before = await picture(stage, at);
  for (const ask of [true, false]) {
    const { result } = await stage.look({ in: at, ask, occasion: ask ? "start" : "commit" });
    expect(result).toMatchObject({ hold: operation.hold, failure: null });
  }
  expect(await picture(stage, at)).toBe(before);

  for (const command of operation.finish) {
    if (command[0] === "add") await writeFile(join(at, "both.txt"), "resolved\n");
    await scratch.git(at, ...command);
  }
  const subjects = await scratch.git(at, "log", "--format=%s", "--first-parent", "HEAD");
  expect(subjects.split("\n").slice(0, operation.gives.length)).toEqual(operation.gives);

  const tip = await stage.tip(at);
  const { result } = await stage.look({ in: at });
  expect(result).toMatchObject({ ...healed, rescued: [{ reason: "diverged" }] });
  await scratch.git(at, "merge-base", "--is-ancestor", tip, result.rescued[0]?.ref ?? "");
  expect(await stage.tip(at)).toBe(await stage.tip(remote, "main"));
}

const named = OPERATIONS.map((operation) => [operation.name, operation] as const);

describe.concurrent("a look in the middle of", () => {
  test.for(named)("%s touches nothing and loses nothing", async ([, operation], { stage }) => {
    await lookThrough(stage, stage.here, operation);
  });

  test.for(named.filter(([, { hold }]) => ["rebase", "am"].includes(hold)))(
    "%s, in a linked work tree, touches nothing and loses nothing",
    async ([, operation], { stage }) => {
      const linked = stage.scratch.path("linked");
      await stage.scratch.git(stage.here, "switch", "--quiet", "--detach");
      await stage.scratch.git(stage.here, "worktree", "add", "--quiet", linked, "main");
      await lookThrough(stage, linked, operation);
    },
  );
});
