import { admit } from "../decide/admission.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import { InputError } from "../errors.ts";
import { locate } from "../git/locate.ts";
import { type GitDoor, openGit } from "../git/run-git.ts";
import { examine } from "./examine.ts";
import { listRegistered, register, unregister } from "./registry.ts";

/** Puts hooks into repositories and takes them out again; whoever knows hooks brings it. */
export interface HookInstaller {
  /** @throws HooklineError when they cannot be installed; what is somebody else's stays as it is */
  readonly install: (repo: AbsolutePath) => Promise<void>;
  /** Takes out exactly what `install` put in. */
  readonly uninstall: (repo: AbsolutePath) => Promise<void>;
}

/** What the list of repositories is changed with. */
export interface RegistrationTools {
  readonly door: GitDoor;
  readonly hooks: HookInstaller;
}

/** What came of adding a repository. */
export interface Added {
  /** False where it was on the list before; its hooks are up to date now. */
  readonly isNew: boolean;
  /** What a person should know about the folder. */
  readonly warnings: readonly string[];
}

/**
 * Installs the hooks in a repository and puts it on the list; leaves nothing half-done.
 *
 * @throws InputError when it is none that Hookline can take
 */
export async function addRepository(
  { door, hooks }: RegistrationTools,
  path: AbsolutePath,
): Promise<Added> {
  const registered = await listRegistered(door);
  const admission = admit(path, await examine(door, path), registered);
  if (admission.kind === "refused") {
    throw new InputError(admission.says, { code: admission.code, hint: admission.hint });
  }
  try {
    await hooks.install(path);
    return { isNew: await register(door, path), warnings: admission.warnings };
  } catch (error) {
    await takeBack({ door, hooks }, path);
    throw error;
  }
}

/** Takes out the hooks of a repository that did not get onto the list. What went wrong first is what counts. */
async function takeBack({ door, hooks }: RegistrationTools, path: AbsolutePath): Promise<void> {
  try {
    const commonDir = await commonDirOf(door, path);
    const isListed = (await listRegistered(door)).includes(path);
    if (isListed || commonDir === null || (await isShared(door, path, commonDir))) return;
    await hooks.uninstall(path);
  } catch {
    // `doctor` finds hooks of ours in a repository that is not on the list.
  }
}

async function commonDirOf(door: GitDoor, path: AbsolutePath): Promise<AbsolutePath | null> {
  const located = await locate(openGit(door, path));
  return located.kind === "repository" ? located.place.commonDir : null;
}

/** What came of taking a repository off the list. */
export interface Removed {
  /** False where it was not on the list. */
  readonly changed: boolean;
  /** The git folder that nobody of us uses any more; `null` where another work tree does, or it is gone. */
  readonly left: AbsolutePath | null;
}

/**
 * Takes a repository off the list, and its hooks out, unless another work tree of it needs them.
 *
 * Off the list first: hooks that are left over report to nobody, a repository without them would not
 * report.
 */
export async function removeRepository(
  { door, hooks }: RegistrationTools,
  path: AbsolutePath,
): Promise<Removed> {
  const changed = await unregister(door, path);
  // A folder that is gone took its hooks with it.
  const commonDir = await commonDirOf(door, path);
  const left = commonDir !== null && !(await isShared(door, path, commonDir)) ? commonDir : null;
  if (left !== null) await hooks.uninstall(path);
  return { changed, left };
}

/** Whether another registered work tree of the same repository still needs its hooks. */
async function isShared(
  door: GitDoor,
  path: AbsolutePath,
  commonDir: AbsolutePath,
): Promise<boolean> {
  const others = (await listRegistered(door)).filter((other) => other !== path);
  const places = await Promise.all(others.map((other) => locate(openGit(door, other))));
  return places.some(
    (located) => located.kind === "repository" && located.place.commonDir === commonDir,
  );
}
