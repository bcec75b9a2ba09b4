import { readdirSync, renameSync, rmdirSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import type { AbsolutePath } from "../decide/brands.ts";
import { errorCode } from "../error-code.ts";
import { fileBelow, fromGit, type PathBytes, toText } from "../git/path-bytes.ts";
import { type Folders, foldersAbove } from "./folders.ts";
import { formatOf, type Journal } from "./journal.ts";
import { moveToFreeName } from "./move-file.ts";
import type { MoveFolder } from "./move-folder.ts";
import { isStill, lstatNow } from "./present.ts";
import type { Entry } from "./survey.ts";
import { swapTrouble } from "./swap-trouble.ts";
import { moved, type Trouble } from "./tools.ts";

/** What a swap works on. */
export interface Swap {
  readonly root: AbsolutePath;
  readonly folder: MoveFolder;
  readonly folders: Folders;
  /** Those of the journal, in the same order. */
  readonly entries: readonly Entry[];
  readonly journal: Journal;
}

/** Others must be served now and then; a file's two steps are never pulled apart for them. */
const ENTRIES_AT_A_TIME = 32;

/**
 * Puts what was staged in the place of what is there.
 *
 * Nothing is ever overwritten: a file is renamed away, then the new one is given the free name. What
 * somebody writes in between stays where it is, and ends the swap.
 */
export async function swap(work: Swap): Promise<Trouble | null> {
  try {
    for (const [number, entry] of work.entries.entries()) {
      if (number % ENTRIES_AT_A_TIME === 0) await setImmediate();
      const isSafe = await swapOne(work, entry, number);
      if (!isSafe) return moved(`${toText(entry.path)} was changed just now`);
    }
    for (const path of work.journal.folders.dropped) removeEmpty(work, path);
    // Those of files are there by now; a submodule that is not cloned is an empty folder to git.
    for (const path of work.journal.folders.made) work.folders.make(fromGit(`${path}/`));
    return null;
  } catch (error) {
    return swapTrouble(error);
  }
}

async function swapOne(work: Swap, entry: Entry, number: number): Promise<boolean> {
  const { root, folder, folders } = work;
  const place = fileBelow(root, entry.path);
  if (entry.expected !== null && !(await setAside(work, entry, number))) return false;
  if (entry.written === null) {
    removeEmptyFolders(work, entry.path);
    return true;
  }
  folders.make(entry.path);
  if (!folders.unchanged(entry.path)) return false;
  if (lstatNow(place)?.isDirectory()) removeEmptyTree(place);
  moveToFreeName(fileBelow(folder.staged, entry.path), place);
  return true;
}

/** Renames a file away, and tells whether it is the one that was looked at. */
async function setAside(work: Swap, entry: Entry, number: number): Promise<boolean> {
  if (!work.folders.unchanged(entry.path)) return false;
  const aside = asideOf(work.folder, number);
  renameSync(fileBelow(work.root, entry.path), aside);
  return isStill(aside, entry.stamp, entry.expected, formatOf(work.journal));
}

/** Names what an entry sets aside. */
export function asideOf({ aside }: MoveFolder, number: number): string {
  return `${aside}/${number}`;
}

/** git does not see empty folders. A file in one of them ends this with `ENOTEMPTY`. */
function removeEmptyTree(folder: string | Buffer): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, encoding: "buffer" })) {
    if (!entry.isDirectory()) break;
    removeEmptyTree(Buffer.concat([Buffer.from(folder), Buffer.from("/"), entry.name]));
  }
  rmdirSync(folder);
}

/** What rmdir(2) says of a folder that must stay. */
const STAYS = new Set(["ENOTEMPTY", "EEXIST", "ENOENT", "ENOTDIR", "EBUSY", "EPERM", "EACCES"]);

function removeEmptyFolders(work: Swap, path: PathBytes): void {
  for (const folder of foldersAbove(path).slice(1).toReversed()) {
    if (!removeEmpty(work, folder)) return;
  }
}

function removeEmpty({ root, folders }: Swap, folder: PathBytes): boolean {
  return folders.unchanged(folder) && removeIfEmpty(fileBelow(root, folder));
}

/** Removes a folder unless something is in it, and tells whether it is gone. */
export function removeIfEmpty(folder: string | Buffer): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    if (STAYS.has(errorCode(error) ?? "")) return false;
    throw error;
  }
}
