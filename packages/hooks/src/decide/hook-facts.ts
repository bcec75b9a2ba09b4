import type { AbsolutePath, HookEvent } from "@hookline/core/client";
import type { ExistingHook } from "./existing-hook.ts";

/** Major and minor, such as `[2, 54]`. */
export type GitVersion = readonly [major: number, minor: number];

/**
 * Whose the folder is from which git runs hooks.
 *
 * - `own`: inside the git common directory, so this repository's alone.
 * - `tracked`: its files are committed, so a change would reach everybody.
 * - `outside`: where `core.hooksPath` points, shared or made by another tool.
 * - `read-only`: this repository's alone, but we may not write there.
 * - `not-set-up`: husky's, which is not there, as in a new linked worktree: git runs no hooks.
 * - `no-folder`: something else, such as `/dev/null`, so that git runs no hooks.
 */
export type FolderOwner = "own" | "tracked" | "outside" | "read-only" | "not-set-up" | "no-folder";

/** One hook and the place where it is, or would be. */
export interface HookSpot {
  readonly event: HookEvent;
  readonly path: AbsolutePath;
  readonly found: ExistingHook;
}

/** The places of Hookline's files below the git common directory. */
export interface HookPaths {
  readonly folder: AbsolutePath;
  readonly script: AbsolutePath;
  readonly gitconfig: AbsolutePath;
  /** Names the hooks folder that we made, so that it goes with us. */
  readonly made: AbsolutePath;
}

/** Everything that one look at a repository's hooks found. */
export interface HookFacts {
  readonly git: GitVersion;
  readonly owner: FolderOwner;
  /** Where git runs each hook or, in a folder of someone else, where a person would paste. */
  readonly hooks: readonly HookSpot[];
  /** The repository's own `hooks` folder, when `core.hooksPath` makes git look elsewhere. */
  readonly shadowed: readonly HookSpot[];
  /** The hooks with our block that another manager set aside when it put its own in place. */
  readonly asides: readonly HookSpot[];
  /** The folder from which git runs hooks. */
  readonly folder: AbsolutePath;
  /** That folder's name inside the git folder, where it is the repository's own and is not there. */
  readonly lacks: string | undefined;
  /** The hooks folder that an install of ours made, if it did. */
  readonly made: AbsolutePath | undefined;
  /** What an install that was killed left behind. */
  readonly leftovers: readonly AbsolutePath[];
  readonly paths: HookPaths;
  /** Our folder is there. */
  readonly atHome: boolean;
  /** The text of our script and of our config file, if they are there. */
  readonly script: string | undefined;
  readonly gitconfig: string | undefined;
  /** The repository's config includes our config file. */
  readonly included: boolean;
}

/** Config-based hooks came with git 2.54; older versions ignore them. */
export function runsConfigHooks([major, minor]: GitVersion): boolean {
  return major > 2 || (major === 2 && minor >= 54);
}
