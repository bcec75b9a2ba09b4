import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { type AbsolutePath, absolutePath } from "../decide/brands.ts";
import type { RepositoryPlace } from "../git/locate.ts";

/** Where a move keeps what it needs until it is over. */
export interface MoveFolder {
  /** Holds `journal` and `index`; on the file system of the git folder. */
  readonly base: AbsolutePath;
  /** What is about to happen; see `Journal`. Its presence means that files may have been touched. */
  readonly journal: AbsolutePath;
  /** The index that the move brings. */
  readonly index: AbsolutePath;
  /** Holds `staged` and `aside`; on the file system of the work tree. */
  readonly files: AbsolutePath;
  /** The files of the new commit, at their paths, until they are put in place. */
  readonly staged: AbsolutePath;
  /** What stood in their places, by the number of its entry. */
  readonly aside: AbsolutePath;
  /** The ignore file that hides a folder among the person's files. */
  readonly veil: AbsolutePath;
  /** Files that somebody wrote where no branch and no rescue has their bytes. Never emptied by us. */
  readonly kept: AbsolutePath;
}

/**
 * Names the folder of a work tree's move.
 *
 * It lies in the git folder, whose names nobody reads as files of theirs. Files can be renamed
 * only within a file system; where the git folder is on another one (a linked work tree on a
 * second disk, `--separate-git-dir`), they wait in a folder at the top of the work tree.
 */
export async function moveFolder({ gitDir, root }: RepositoryPlace): Promise<MoveFolder> {
  const [git, tree] = await Promise.all([lstat(gitDir), lstat(root)]);
  const home = join(gitDir, "hookline");
  const filesHome = git.dev === tree.dev ? home : join(root, ".hookline-move");
  const base = join(home, "move");
  const files = join(filesHome, "move");
  return {
    base: absolutePath(base),
    journal: absolutePath(join(base, "journal.json")),
    index: absolutePath(join(base, "index")),
    files: absolutePath(files),
    staged: absolutePath(join(files, "staged")),
    aside: absolutePath(join(files, "aside")),
    veil: absolutePath(join(filesHome, ".gitignore")),
    kept: absolutePath(join(filesHome, "kept")),
  };
}
