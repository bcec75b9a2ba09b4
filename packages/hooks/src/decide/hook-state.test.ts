import { absolutePath } from "@hookline/core/client";
import { describe, expect, test } from "vitest";
import { GIT_DIR, someHookFacts, someSpots } from "../../test/some-hook-facts.ts";
import { hookBlock } from "../script/hook-block.ts";
import { hookGitconfig } from "../script/hook-gitconfig.ts";
import type { ExistingHook } from "./existing-hook.ts";
import type { FolderOwner, HookFacts } from "./hook-facts.ts";
import { type HookState, hookStates } from "./hook-state.ts";

const SCRIPT = "# hook.sh\n";
const { paths } = someHookFacts();
const block = hookBlock("post-commit", paths.script);
const gitconfig = hookGitconfig(paths.script);

const none: ExistingHook = { kind: "absent" };
const oursAlone: ExistingHook = { kind: "shell", block, alone: true };
const ourBlock: ExistingHook = { kind: "shell", block, alone: false };
const oldBlock: ExistingHook = { kind: "shell", block: "old", alone: false };
const theirs: ExistingHook = { kind: "shell", block: undefined, alone: false };
const closed: ExistingHook = { kind: "closed", why: "not-shell" };
const pasted: ExistingHook = { kind: "pasted" };

test.each<[HookState["kind"], FolderOwner, ExistingHook, string | undefined]>([
  ["missing", "own", none, SCRIPT],
  ["missing", "own", theirs, SCRIPT],
  ["file", "own", oursAlone, SCRIPT],
  ["block", "own", ourBlock, SCRIPT],
  ["pasted", "own", pasted, SCRIPT],
  ["outdated", "own", oursAlone, "old"],
  ["outdated", "own", ourBlock, undefined],
  ["outdated", "own", oldBlock, SCRIPT],
  ["outdated", "own", pasted, undefined],
  ["foreign", "own", closed, SCRIPT],
  ["foreign", "outside", none, SCRIPT],
  ["foreign", "tracked", theirs, SCRIPT],
  ["foreign", "no-folder", none, SCRIPT],
  ["foreign", "read-only", none, SCRIPT],
  ["file", "read-only", oursAlone, SCRIPT],
  ["foreign", "outside", oldBlock, SCRIPT],
  ["block", "outside", ourBlock, SCRIPT],
  ["pasted", "tracked", pasted, SCRIPT],
])(
  "under an older git the state is %s: a folder that is %s, holding %o",
  (kind, owner, found, script) => {
    const hooks = someSpots(`${GIT_DIR}/hooks`, { "post-commit": found });
    expect(ofCommit({ owner, hooks, script })).toMatchObject({ event: "post-commit", kind });
  },
);

describe("a hook that was installed before core.hooksPath was set", () => {
  const shadowed = someSpots(`${GIT_DIR}/hooks`, { "post-commit": oursAlone });
  const hooks = someSpots("/r/.husky");

  test("is displaced, and the advice names the place that counts now", () => {
    const state = ofCommit({ owner: "outside", hooks, shadowed, script: SCRIPT });
    expect(state).toMatchObject({
      kind: "displaced",
      advice: { why: "outside", path: "/r/.husky/post-commit" },
    });
  });

  test("is not, once the lines are pasted there", () => {
    const mended = someSpots("/r/.husky", { "post-commit": pasted });
    const state = ofCommit({ owner: "outside", hooks: mended, shadowed, script: SCRIPT });
    expect(state).toMatchObject({ kind: "pasted" });
  });
});

test("a hook that is closed now and holds our block was displaced", () => {
  const was: ExistingHook = { kind: "closed", why: "not-executable", block };
  const hooks = someSpots(`${GIT_DIR}/hooks`, { "post-commit": was });
  expect(ofCommit({ hooks, script: SCRIPT })).toMatchObject({
    kind: "displaced",
    advice: { why: "not-executable" },
  });
});

describe("our hook that a manager set aside", () => {
  const path = absolutePath(`${GIT_DIR}/hooks/post-commit.legacy`);
  const asides = [{ event: "post-commit", path, found: oursAlone }] as const;
  const chaining: ExistingHook = { ...theirs, chains: true };

  test.each<[HookState["kind"], string, ExistingHook, Partial<HookFacts>]>([
    ["chained", "one that runs it", chaining, { asides }],
    ["outdated", "one that runs it, and the script is old", chaining, { asides, script: "old" }],
    ["missing", "one that runs what is not there", chaining, {}],
    ["missing", "one that does not", theirs, { asides }],
    ["displaced", "one that is no shell script", closed, { asides }],
  ])("is %s beside %s", (kind, _beside, found, facts) => {
    const hooks = someSpots(`${GIT_DIR}/hooks`, { "post-commit": found });
    expect(ofCommit({ hooks, script: SCRIPT, ...facts })).toMatchObject({ kind });
  });

  test("counts for its own event, and under the name by which it is run", () => {
    const others = [
      [{ ...asides[0], event: "post-merge" }],
      [{ ...asides[0], path: absolutePath(`${GIT_DIR}/hooks/post-commit.old`) }],
    ] as const;
    const hooks = someSpots(`${GIT_DIR}/hooks`, { "post-commit": chaining });
    for (const other of others) {
      expect(ofCommit({ hooks, script: SCRIPT, asides: other })).toMatchObject({ kind: "missing" });
    }
  });
});

test.each<[HookState["kind"], Partial<HookFacts>]>([
  ["config", { script: SCRIPT, gitconfig, included: true }],
  ["config", { script: SCRIPT, gitconfig, included: true, owner: "outside" }],
  ["outdated", { script: "old", gitconfig, included: true }],
  ["outdated", { script: SCRIPT, gitconfig: "old", included: true }],
  ["outdated", { script: undefined, gitconfig, included: true }],
  ["missing", { script: SCRIPT, gitconfig: undefined, included: true }],
  ["missing", { script: SCRIPT, gitconfig, included: false }],
  ["missing", { owner: "outside" }],
])("under git 2.54 the state is %s with %o", (kind, facts) => {
  expect(ofCommit({ git: [2, 54], ...facts })).toEqual({ event: "post-commit", kind });
});

test("an older git sees nothing of config-based hooks", () => {
  expect(ofCommit({ script: SCRIPT, gitconfig, included: true })).toMatchObject({
    kind: "missing",
  });
});

test("lines to paste come only where pasting is what helps", () => {
  const at = (found: ExistingHook) =>
    ofCommit({ hooks: someSpots(`${GIT_DIR}/hooks`, { "post-commit": found }) });
  expect(at(closed)).toMatchObject({
    advice: {
      sentence: expect.stringContaining(`${GIT_DIR}/hooks/post-commit is not a plain shell script`),
      snippet: expect.stringContaining("hookline_event=post-commit"),
    },
  });
  expect(at({ kind: "closed", why: "not-a-file" })).toMatchObject({ advice: { snippet: "" } });
});

function ofCommit(changes: Partial<HookFacts>): HookState | undefined {
  return hookStates(someHookFacts(changes), SCRIPT).find(({ event }) => event === "post-commit");
}
