import { HOOK_EVENTS, type HookEvent } from "@hookline/core/client";
import { expect, test } from "vitest";
import { GIT_DIR, someHookFacts, someSpots } from "../../test/some-hook-facts.ts";
import { hookBlock } from "../script/hook-block.ts";
import type { ExistingHook } from "./existing-hook.ts";
import type { HookFacts } from "./hook-facts.ts";
import { hookStates } from "./hook-state.ts";
import { hookTroubles, type TroubleFrame } from "./hook-trouble.ts";

const SCRIPT = "# hook.sh\n";
const { paths, folder } = someHookFacts();

const none: ExistingHook = { kind: "absent" };
const theirs: ExistingHook = { kind: "shell", block: undefined, alone: false };
const python: ExistingHook = { kind: "closed", why: "not-shell" };

function installed(changes: Partial<Record<HookEvent, ExistingHook>> = {}): Partial<HookFacts> {
  const hooks = someSpots(`${GIT_DIR}/hooks`).map(({ event, path }) => {
    const block = hookBlock(event, paths.script);
    const found: ExistingHook = { kind: "shell", block, alone: true };
    return { event, path, found: changes[event] ?? found };
  });
  return { script: SCRIPT, hooks };
}

function saidOf(facts: Partial<HookFacts>, frame: Partial<TroubleFrame> = {}): readonly string[] {
  const all = someHookFacts(facts);
  const always = { repo: folder, serves: "us", wereWell: new Set<HookEvent>() } as const;
  return hookTroubles(all, hookStates(all, SCRIPT), { ...always, ...frame });
}

test.each<[string, Partial<HookFacts>]>([
  ["all is well", installed()],
  ["nothing was ever installed", {}],
  ["nothing was ever installed, and hooks are elsewhere", { owner: "outside" }],
  ["a hook was never ours to write", installed({ "post-commit": python })],
])("there is nothing to say where %s", (_what, facts) => {
  expect(saidOf(facts)).toEqual([]);
});

test.each<[says: string, Partial<HookFacts>]>([
  [
    "post-commit does not report any more: the hook files are gone",
    installed({ "post-commit": none }),
  ],
  [
    "post-commit and post-merge do not report any more: another tool wrote the hook files anew",
    installed({ "post-commit": theirs, "post-merge": theirs }),
  ],
  [
    "post-commit does not report any more: the hook files are not executable",
    installed({
      "post-commit": {
        kind: "closed",
        why: "not-executable",
        block: hookBlock("post-commit", paths.script),
      },
    }),
  ],
  [
    `No hook reports any more: git runs the hooks in ${folder} instead (core.hooksPath)`,
    { owner: "outside", script: SCRIPT, shadowed: installed().hooks ?? [] },
  ],
  [
    "No hook reports any more: Hookline's script in the git folder is gone",
    { ...installed(), script: undefined },
  ],
  [
    "No hook reports any more: they were installed when the repository lay elsewhere",
    {
      script: SCRIPT,
      hooks: HOOK_EVENTS.map((event) => ({
        event,
        path: folder,
        found: { kind: "shell", block: "old", alone: true },
      })),
    },
  ],
  [
    "No hook reports any more: git's configuration names them no more",
    { git: [2, 54], script: SCRIPT, gitconfig: "", included: false },
  ],
])("%s", (says, facts) => {
  const [first, ...more] = saidOf(facts);
  expect(first).toContain(says);
  expect(first).toContain("Run `hookline add ");
  expect(more).toEqual([]);
});

test("each reason has a sentence of its own", () => {
  expect(saidOf(installed({ "post-commit": none, "post-merge": theirs }))).toHaveLength(2);
});

test("a hook that reported, and is now what we cannot write to, is missed", () => {
  const [said] = saidOf(installed({ "post-commit": python }), {
    wereWell: new Set(["post-commit"]),
  });
  expect(said).toContain("post-commit does not report any more: a program");
  expect(said).toContain("which says what to do");
});

test("hooks that report to another state folder do not report to us", () => {
  const [said] = saidOf({ ...installed(), script: "another's" }, { serves: "others" });
  expect(said).toContain("another state folder of Hookline took them over");
});

test("an older block that still finds our script does its work", () => {
  const block = `# an older form\n. '${paths.script}'\n`;
  expect(saidOf(installed({ "post-commit": { kind: "shell", block, alone: true } }))).toEqual([]);
});
