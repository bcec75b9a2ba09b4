import type { AbsolutePath } from "@hookline/core/client";
import { hookBlock, hookFile } from "../script/hook-block.ts";
import { hookGitconfig, INCLUDE_VALUE } from "../script/hook-gitconfig.ts";
import { isChained } from "./chained.ts";
import { blockOf } from "./existing-hook.ts";
import { type HookFacts, type HookSpot, runsConfigHooks } from "./hook-facts.ts";

/**
 * One change to the repository, in the order in which a crash does no harm.
 *
 * An include of a missing file and a block whose script is gone are silent, so
 * what points at a file is added after it and taken away before it.
 */
export type HookStep =
  | {
      readonly kind: "write";
      readonly path: AbsolutePath;
      readonly text: string;
      readonly mode: number;
    }
  /** Inserts the block below the shebang, or replaces the old one. */
  | { readonly kind: "put-block"; readonly path: AbsolutePath; readonly block: string }
  /** Takes the block out, and with it the file when nothing of anyone else is left. */
  | { readonly kind: "cut-block"; readonly path: AbsolutePath }
  | { readonly kind: "include"; readonly value: string }
  | { readonly kind: "exclude"; readonly value: string }
  | { readonly kind: "remove"; readonly path: AbsolutePath }
  | { readonly kind: "remove-folder"; readonly path: AbsolutePath };

/**
 * Decides how to install, or to bring up to date; nothing to do is an empty list.
 *
 * - git 2.54 and newer: config-based hooks. They run beside every hook manager,
 *   whatever `core.hooksPath` says.
 * - Older git, in the repository's own hooks folder: a file of ours where there
 *   is none, a marked block in a shell hook.
 * - Anything else is not ours to touch: `hookStates` says what to paste.
 *
 * What an earlier git had installed the other way is taken out, so that an
 * event is reported once.
 *
 * @param script the text that `hook.sh` should have
 */
export function decideInstall(facts: HookFacts, script: string): HookStep[] {
  const { paths } = facts;
  const first = writeUnlessSame(paths.script, facts.script, script);
  if (runsConfigHooks(facts.git)) {
    return [
      ...first,
      ...writeUnlessSame(paths.gitconfig, facts.gitconfig, hookGitconfig(paths.script)),
      ...(facts.included ? [] : [{ kind: "include", value: INCLUDE_VALUE } as const]),
      ...cutBlocks(facts),
    ];
  }
  const hooks = ownSpots(facts)
    .filter((spot) => !isChained(spot, facts))
    .flatMap((spot) => stepForHook(spot, paths.script));
  return [...first, ...noteFolder(facts), ...hooks, ...dropConfig(facts)];
}

/** Decides how to take out everything that any version of {@link decideInstall} put in. */
export function decideUninstall(facts: HookFacts): HookStep[] {
  const { script, folder, made } = facts.paths;
  return [
    ...cutBlocks(facts),
    ...dropConfig(facts),
    ...(facts.script === undefined ? [] : [{ kind: "remove", path: script } as const]),
    ...facts.leftovers.map((path) => ({ kind: "remove", path }) as const),
    ...(facts.made === undefined
      ? []
      : ([
          { kind: "remove-folder", path: facts.made },
          { kind: "remove", path: made },
        ] as const)),
    ...(facts.atHome ? [{ kind: "remove-folder", path: folder } as const] : []),
  ];
}

/**
 * Decides what may be brought up to date without being asked: files that are wholly ours, where
 * they are installed.
 *
 * @param script the text that `hook.sh` should have
 */
export function decideRenewal(facts: HookFacts, script: string): HookStep[] {
  const { paths } = facts;
  if (facts.script === undefined) return [];
  const config = facts.included && facts.gitconfig !== undefined;
  return [
    ...writeUnlessSame(paths.script, facts.script, script),
    ...(config
      ? writeUnlessSame(paths.gitconfig, facts.gitconfig, hookGitconfig(paths.script))
      : []),
  ];
}

/** Before the folder is there: a note about nothing does no harm. */
function noteFolder({ paths, lacks }: HookFacts): HookStep[] {
  return lacks === undefined
    ? []
    : [{ kind: "write", path: paths.made, text: `${lacks}\n`, mode: 0o644 }];
}

function stepForHook({ event, path, found }: HookSpot, script: AbsolutePath): HookStep[] {
  const block = hookBlock(event, script);
  const file = { kind: "write", path, text: hookFile(event, script), mode: 0o755 } as const;
  switch (found.kind) {
    case "absent":
      return [file];
    case "shell":
      if (found.block === block) return [];
      return [found.alone ? file : { kind: "put-block", path, block }];
    case "pasted":
    case "closed":
      return [];
  }
}

function cutBlocks(facts: HookFacts): HookStep[] {
  return [...ownSpots(facts), ...facts.shadowed, ...facts.asides]
    .filter(({ found }) => blockOf(found) !== undefined)
    .map(({ path }) => ({ kind: "cut-block", path }));
}

/** Elsewhere nothing is written, and so nothing is taken out. */
function ownSpots(facts: HookFacts): readonly HookSpot[] {
  return facts.owner === "own" ? facts.hooks : [];
}

function dropConfig(facts: HookFacts): HookStep[] {
  const { gitconfig } = facts.paths;
  return [
    ...(facts.included ? [{ kind: "exclude", value: INCLUDE_VALUE } as const] : []),
    ...(facts.gitconfig === undefined ? [] : [{ kind: "remove", path: gitconfig } as const]),
  ];
}

function writeUnlessSame(path: AbsolutePath, seen: string | undefined, text: string): HookStep[] {
  return seen === text ? [] : [{ kind: "write", path, text, mode: 0o644 }];
}
