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
 * - `no-folder`: something else, such as `/dev/null`, so that git runs no hooks.
 */
export type FolderOwner = "own" | "tracked" | "outside" | "no-folder";

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
}

/** Everything that one look at a repository's hooks found. */
export interface HookFacts {
  readonly git: GitVersion;
  readonly owner: FolderOwner;
  /** Where git runs each hook or, in a folder of someone else, where a person would paste. */
  readonly hooks: readonly HookSpot[];
  /** The repository's own `hooks` folder, when `core.hooksPath` makes git look elsewhere. */
  readonly shadowed: readonly HookSpot[];
  readonly paths: HookPaths;
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
