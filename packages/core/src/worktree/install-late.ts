import { existsSync, renameSync, rmSync } from "node:fs";
import type { GitFailure } from "../decide/git-failure.ts";
import { tipOf } from "./commit-point.ts";
import { patiently } from "./hold-off.ts";
import { indexLockOf, isPrepared, takeIndexLock } from "./index-lock.ts";
import type { Journal } from "./journal.ts";
import type { MoveFolder } from "./move-folder.ts";
import { prepareAgain } from "./prepare-index.ts";
import { indexOf, markOfIndex } from "./private-index.ts";
import { locked, type WorktreeTools } from "./tools.ts";

/**
 * Gives a branch that has moved the index that belongs to it, after its process was killed between
 * the two.
 *
 * An index that somebody has written since is brought along with all that is staged in it. Where that
 * cannot be (the same file is staged), or the branch went on, it is somebody's own and stays.
 */
export async function installLate(
  tools: WorktreeTools,
  folder: MoveFolder,
  journal: Journal,
): Promise<GitFailure | null> {
  const { place } = tools;
  const lock = indexLockOf(place);
  const isOurLock = isPrepared(lock, folder);
  if (isPrepared(indexOf(place), folder)) {
    // Renaming the lock came last, so this one is somebody's doing; it still is ours.
    if (isOurLock) rmSync(lock);
    return null;
  }
  let mark = journal.index;
  if (markOfIndex(place) !== mark) {
    if (isOurLock) rmSync(lock);
    const again = await bringAlong(tools, folder, journal);
    if (again === null) return null;
    mark = again;
  } else if (isOurLock) {
    renameSync(lock, indexOf(place));
    return null;
  }
  if (!existsSync(folder.index)) return null;
  const trouble = await patiently(async () => {
    const taken = takeIndexLock(place, folder);
    if (taken === null) return locked("index.lock exists");
    if (markOfIndex(place) === mark) taken.install();
    else taken.release();
    return null;
  });
  return trouble?.kind === "failed" ? trouble.failure : null;
}

async function bringAlong(
  tools: WorktreeTools,
  folder: MoveFolder,
  { branch, from, to }: Journal,
): Promise<string | null> {
  if ((await tipOf(tools, branch)) !== to) return null;
  const mayBeStaged = (): boolean => true;
  const again = await prepareAgain(tools, folder, { from, to, changes: [], mayBeStaged });
  return typeof again === "string" ? again : null;
}
