import { randomBytes } from "node:crypto";
import { lstat, mkdir, readdir, rename, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { type AbsolutePath, absolutePath } from "../decide/brands.ts";
import { errorCode } from "../error-code.ts";
import { type FileLock, tryLock } from "../store/file-lock.ts";

/**
 * Where a clone grows before it is a repository.
 *
 * The folder lies inside the target, because a container's target is mostly a mounted volume:
 * nothing can be renamed onto that, and what lies beside it is another file system, often
 * read-only.
 *
 *     target/.hookline-clone-<random>/lock       held for as long as someone works on it
 *                                    /growing    what git clones into; worth nothing until whole
 *                                    /whole      the finished clone, moved up entry by entry
 */
export interface Staging {
  readonly growing: AbsolutePath;
  /** The folder of git's objects, for those who want to see the clone grow. */
  readonly objects: AbsolutePath;
  /** Moves the finished clone into the target, `.git` last, so that half of it is no repository. */
  readonly moveUp: () => Promise<void>;
  /** Takes away what is left of it. */
  readonly remove: () => Promise<void>;
}

const NAME = /^\.hookline-clone-[0-9a-f]{12}$/;

/** Opens a new staging folder in the target, which is made where it is missing. */
export async function openStaging(target: AbsolutePath): Promise<Staging> {
  const madeTarget = (await mkdir(target, { recursive: true })) !== undefined;
  const folder = join(target, `.hookline-clone-${randomBytes(6).toString("hex")}`);
  await mkdir(folder, { mode: 0o700 });
  const taken = tryLock(absolutePath(join(folder, "lock")));
  if (taken.kind !== "acquired") throw new Error(`cannot lock ${folder}`);
  const growing = absolutePath(join(folder, "growing"));
  return {
    growing,
    objects: absolutePath(join(growing, ".git", "objects", "pack")),
    async moveUp() {
      await rename(growing, join(folder, "whole"));
      await moveEntries(folder, target);
    },
    async remove() {
      await removeFolder(folder, taken.lock);
      // Fails, as it should, for one that holds something.
      if (madeTarget) await rmdir(target).catch(() => undefined);
    },
  };
}

/**
 * Finishes or removes what a process that was killed left in the target.
 *
 * @returns whether another process is cloning there right now
 */
export async function mendStaging(target: AbsolutePath): Promise<boolean> {
  let busy = false;
  for (const name of await listStagings(target)) {
    const folder = join(target, name);
    const taken = tryLock(absolutePath(join(folder, "lock")));
    if (taken.kind !== "acquired") {
      busy = true;
      continue;
    }
    await moveEntries(folder, target);
    await removeFolder(folder, taken.lock);
  }
  return busy;
}

/** Lists what lies in a target besides staging folders; undefined when there is no such folder. */
export async function contentsOf(target: AbsolutePath): Promise<readonly string[] | undefined> {
  try {
    return (await readdir(target)).filter((name) => !NAME.test(name));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

async function listStagings(target: AbsolutePath): Promise<readonly string[]> {
  const names = await readdir(target).catch(() => []);
  return names.filter((name) => NAME.test(name));
}

/** Moves what is still in `whole`; begun by one process, it can be finished by the next. */
async function moveEntries(folder: string, target: AbsolutePath): Promise<void> {
  const whole = join(folder, "whole");
  const names = await readdir(whole).catch(() => []);
  for (const name of [
    ...names.filter((one) => one !== ".git"),
    ...names.filter((one) => one === ".git"),
  ]) {
    const place = join(target, name);
    // `rename` would replace a file that someone put there meanwhile.
    if (await exists(place)) throw new Error(`${place} appeared while the clone was being made`);
    await rename(join(whole, name), place);
  }
}

async function removeFolder(folder: string, lock: FileLock): Promise<void> {
  await rm(join(folder, "growing"), { recursive: true, force: true, maxRetries: 3 });
  await rm(join(folder, "whole"), { recursive: true, force: true, maxRetries: 3 });
  lock.release();
  await rm(folder, { recursive: true, force: true });
}

async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}
