import type { AbsolutePath } from "@hookline/core/client";
import { hookBlock, hookFile } from "../script/hook-block.ts";
import { hookGitconfig, INCLUDE_VALUE } from "../script/hook-gitconfig.ts";
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
  const hooks = ownSpots(facts).flatMap((spot) => stepForHook(spot, paths.script));
  return [...first, ...hooks, ...dropConfig(facts)];
}

/** Decides how to take out everything that any version of {@link decideInstall} put in. */
export function decideUninstall(facts: HookFacts): HookStep[] {
  const { script, folder } = facts.paths;
  const ours = facts.script !== undefined || facts.gitconfig !== undefined;
  return [
    ...cutBlocks(facts),
    ...dropConfig(facts),
    ...(facts.script === undefined ? [] : [{ kind: "remove", path: script } as const]),
    ...(ours ? [{ kind: "remove-folder", path: folder } as const] : []),
  ];
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
  return [...ownSpots(facts), ...facts.shadowed]
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
