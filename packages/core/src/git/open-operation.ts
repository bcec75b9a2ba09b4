import { access } from "node:fs/promises";
import { join } from "node:path";
import type { AbsolutePath } from "../decide/brands.ts";
import type { OpenOperation } from "../decide/observation.ts";

/**
 * The files by which git itself knows that something is unfinished (wt-status.c).
 *
 * They lie in the git folder of the work tree, which is not the shared one for linked
 * work trees. The first that exists names the operation: a rebase that stopped at a conflict
 * also leaves a CHERRY_PICK_HEAD.
 */
const MARKS: readonly (readonly [string, OpenOperation])[] = [
  ["rebase-merge", "rebase"],
  ["rebase-apply/applying", "am"],
  ["rebase-apply", "rebase"],
  ["MERGE_HEAD", "merge"],
  ["CHERRY_PICK_HEAD", "cherry-pick"],
  ["REVERT_HEAD", "revert"],
  ["sequencer", "cherry-pick"],
  ["BISECT_LOG", "bisect"],
];

/** The files whose coming and going {@link openOperation} depends on, in the git folder of a work tree. */
export const OPERATION_MARKS: readonly string[] = MARKS.map(([file]) => file);

/** Tells which git operation is unfinished in a work tree, if any. */
export async function openOperation(gitDir: AbsolutePath): Promise<OpenOperation | null> {
  const found = await Promise.all(
    MARKS.map(([file]) =>
      access(join(gitDir, file)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return MARKS[found.indexOf(true)]?.[1] ?? null;
}
