import { absolutePath, HOOK_EVENTS, type HookEvent } from "@hookline/core/client";
import type { ExistingHook } from "../src/decide/existing-hook.ts";
import type { HookFacts, HookSpot } from "../src/decide/hook-facts.ts";

/** The git folder of {@link someHookFacts}. */
export const GIT_DIR = "/r/.git";

/** Spots in `folder` that are empty except for what is given. */
export function someSpots(
  folder: string,
  found: Partial<Record<HookEvent, ExistingHook>> = {},
): HookSpot[] {
  return HOOK_EVENTS.map((event) => ({
    event,
    path: absolutePath(`${folder}/${event}`),
    found: found[event] ?? { kind: "absent" },
  }));
}

/** A repository under git 2.39 in which nothing is installed, changed as a test wants it. */
export function someHookFacts(changes: Partial<HookFacts> = {}): HookFacts {
  return {
    git: [2, 39],
    owner: "own",
    hooks: someSpots(`${GIT_DIR}/hooks`),
    shadowed: [],
    asides: [],
    folder: absolutePath(`${GIT_DIR}/hooks`),
    lacks: undefined,
    atHome: changes.script !== undefined || changes.gitconfig !== undefined,
    made: undefined,
    leftovers: [],
    paths: {
      folder: absolutePath(`${GIT_DIR}/hookline`),
      script: absolutePath(`${GIT_DIR}/hookline/hook.sh`),
      gitconfig: absolutePath(`${GIT_DIR}/hookline/hooks.gitconfig`),
      made: absolutePath(`${GIT_DIR}/hookline/made-hooks-folder`),
    },
    script: undefined,
    gitconfig: undefined,
    included: false,
    ...changes,
  };
}
