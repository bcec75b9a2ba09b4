import { rmSync } from "node:fs";
import { commitId } from "../decide/brands.ts";
import type { GitFailure } from "../decide/git-failure.ts";
import { fileFailure } from "../file-failure.ts";
import { isAncestor } from "../git/refs.ts";
import { syncRef } from "../git/sync-ref.ts";
import type { Effect } from "../sync/port.ts";
import { clearFolder } from "./clear-folder.ts";
import { tipOf } from "./commit-point.ts";
import { healLocks } from "./heal-locks.ts";
import { waitForOrphans } from "./hold-off.ts";
import { indexLockOf, isPrepared } from "./index-lock.ts";
import { installLate } from "./install-late.ts";
import { type Journal, readJournal } from "./journal.ts";
import { type MoveFolder, moveFolder } from "./move-folder.ts";
import { lstatNow } from "./present.ts";
import { purgeAside } from "./purge-aside.ts";
import { rollBack } from "./roll-back.ts";
import { takenSince } from "./taken.ts";
import type { WorktreeTools } from "./tools.ts";

const DONE: Effect = { kind: "done" };

/**
 * Finishes or takes back what a killed process of ours left of a move, and removes locks whose owners
 * are proved gone.
 *
 * Costs a few questions to the file system where there is nothing to mend. The caller holds the
 * repository's lock, so no move is under way.
 */
export async function mendMove(tools: WorktreeTools): Promise<Effect> {
  try {
    await healLocks(tools);
    const folder = await moveFolder(tools.place);
    const isThere = (path: string): boolean => lstatNow(path) !== null;
    if (![folder.base, folder.files].some(isThere)) return DONE;
    const orphan = await waitForOrphans(tools);
    if (orphan?.kind === "failed") return orphan;
    const journal = await readJournal(folder);
    const failure = journal === null ? null : await settle(tools, folder, journal);
    if (failure !== null) return { kind: "failed", failure };
    await clearFolder(tools, folder);
    return DONE;
  } catch (error) {
    return { kind: "failed", failure: fileFailure(error) };
  }
}

/** The branch alone says whether a move happened: everything else is made to follow it. */
async function settle(
  tools: WorktreeTools,
  folder: MoveFolder,
  journal: Journal,
): Promise<GitFailure | null> {
  const reached = await hasReached(tools, journal);
  const failure = reached
    ? await finish(tools, folder, journal)
    : await takeBack(tools, folder, journal);
  if (failure !== null) return failure;
  const how = reached ? "finished" : "taken-back";
  tools.log("move.mended", { repository: tools.place.root, branch: journal.branch, how });
  return null;
}

/**
 * Tells whether the branch got to where the move should bring it, even if it went on since.
 *
 * Where the move was to older commits, a branch that still has those that were to be left never got
 * there.
 */
async function hasReached(
  { git, place, log, limits }: WorktreeTools,
  { branch, from, to }: Journal,
): Promise<boolean> {
  const tip = await tipOf({ git, place, log, limits }, branch);
  if (tip === null || tip === from) return false;
  if (tip === to) return true;
  const [hasNew, hasOld, isForward] = await Promise.all([
    isAncestor(git, to, commitId(tip)),
    isAncestor(git, from, commitId(tip)),
    isAncestor(git, from, to),
  ]);
  const says = (answer: typeof hasNew): boolean => answer.kind === "read" && answer.value;
  return says(hasNew) && (says(isForward) || !says(hasOld));
}

async function finish(
  tools: WorktreeTools,
  folder: MoveFolder,
  journal: Journal,
): Promise<GitFailure | null> {
  const trouble = await installLate(tools, folder, journal);
  if (trouble !== null) return trouble;
  await syncRef(tools.place, journal.branch);
  await purgeAside(tools, folder, journal);
  return null;
}

async function takeBack(
  tools: WorktreeTools,
  folder: MoveFolder,
  journal: Journal,
): Promise<GitFailure | null> {
  const taken = await takenSince(tools, journal);
  if (taken.kind === "failed") return taken.failure;
  const failure = await rollBack({ tools, folder, journal, taken: taken.value });
  if (failure !== null) return failure;
  const lock = indexLockOf(tools.place);
  if (isPrepared(lock, folder)) rmSync(lock, { force: true });
  return null;
}
