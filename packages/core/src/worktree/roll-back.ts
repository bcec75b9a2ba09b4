import { mkdirSync, renameSync, unlinkSync } from "node:fs";
import type { AbsolutePath } from "../decide/brands.ts";
import type { GitFailure } from "../decide/git-failure.ts";
import { errorCode } from "../error-code.ts";
import { fileFailure } from "../file-failure.ts";
import { fileBelow, type PathBytes } from "../git/path-bytes.ts";
import { Folders } from "./folders.ts";
import { formatOf, type Journal, type JournalEntry } from "./journal.ts";
import { keepFile } from "./keep-file.ts";
import { moveToFreeName } from "./move-file.ts";
import type { MoveFolder } from "./move-folder.ts";
import { lstatOrNothing, type Present, readPresent } from "./present.ts";
import { asideOf, removeIfEmpty } from "./swap.ts";
import type { WorktreeTools } from "./tools.ts";

/** A move to take back. */
export interface RollBack {
  readonly tools: WorktreeTools;
  readonly folder: MoveFolder;
  readonly journal: Journal;
  /** Whether somebody has staged or committed what we brought; it is theirs then, and stays. */
  readonly taken: (entry: JournalEntry) => boolean;
}

/**
 * Takes a move back, as far as each path still holds what the move put there, or nothing.
 *
 * Works from the journal alone and can be done again from any point. A file that somebody wrote
 * since stays; what was set aside for it is in a commit or a rescue, or else is kept.
 */
export async function rollBack(work: RollBack): Promise<GitFailure | null> {
  const { root } = work.tools.place;
  const { entries, folders } = work.journal;
  const backwards = [...entries.entries()].toReversed();
  try {
    for (const [number, entry] of backwards) {
      if (entry.written !== null) await takeBack(work, entry, number);
    }
    for (const path of folders.made.toReversed()) removeIfEmpty(fileBelow(root, path));
    for (const [number, entry] of backwards) {
      if (entry.written === null) await putBack(work, entry, number);
    }
    for (const path of folders.dropped) makeIfMissing(fileBelow(root, path));
    return null;
  } catch (error) {
    return fileFailure(error);
  }
}

/** Undoes what was written at a path. */
async function takeBack(work: RollBack, entry: JournalEntry, number: number): Promise<void> {
  const mine = `${asideOf(work.folder, number)}.ours`;
  const place = fileBelow(work.tools.place.root, entry.path);
  if (!work.taken(entry) && (await isOurs(work, entry, number))) renameSync(place, mine);
  const present = await readPresent(mine, formatOf(work.journal));
  if ("id" in present) {
    // Somebody may have written to it between the two.
    if (present.id === entry.written) unlinkSync(mine);
    else await returnFile(work, mine, entry, present);
  }
  await putBack(work, entry, number);
}

/** Whether what stands at a path is what the move put there, byte for byte. */
async function isOurs(work: RollBack, entry: JournalEntry, number: number): Promise<boolean> {
  const { tools, folder, journal } = work;
  const place = fileBelow(tools.place.root, entry.path);
  const above = await new Folders(tools.place.root).above(entry.path);
  if (above.kind !== "open") return false;
  const present = await readPresent(place, formatOf(journal));
  if (!("id" in present) || present.id !== entry.written) return false;
  if ((await lstatOrNothing(asideOf(folder, number))) !== null) return true;
  // Nothing was set aside. While it is staged it was not put there, unless it is both.
  const staged = await lstatOrNothing(fileBelow(folder.staged, entry.path));
  return staged === null || staged.ino === present.stamp.ino;
}

/** Gives what was set aside its place again, if the place is free. */
async function putBack(work: RollBack, entry: JournalEntry, number: number): Promise<void> {
  const aside = asideOf(work.folder, number);
  if ((await lstatOrNothing(aside)) === null) return;
  const present = await readPresent(aside, formatOf(work.journal));
  const isSafeElsewhere = "id" in present && present.id === entry.expected;
  if (work.taken(entry) && isSafeElsewhere) unlinkSync(aside);
  else await returnFile(work, aside, entry, present);
}

async function returnFile(
  work: RollBack,
  file: string,
  entry: JournalEntry,
  present: Present,
): Promise<void> {
  const { tools, folder } = work;
  if (await returnTo(tools.place.root, entry.path, file)) return;
  const isSafeElsewhere = "id" in present && present.id === entry.expected;
  if (isSafeElsewhere) unlinkSync(file);
  else await keepFile(tools, folder, file, entry.path);
}

/** Moves a file to its path in the work tree, and tells whether that was free. */
async function returnTo(root: AbsolutePath, path: PathBytes, file: string): Promise<boolean> {
  const place = fileBelow(root, path);
  const folders = new Folders(root);
  if ((await folders.above(path)).kind === "blocked") return false;
  try {
    folders.make(path);
    if (!folders.unchanged(path)) return false;
    moveToFreeName(file, place);
    return true;
  } catch (error) {
    if (!OCCUPIED.has(errorCode(error) ?? "")) throw error;
    return false;
  }
}

/** What the system says where something else has come to stand. */
const OCCUPIED = new Set(["EEXIST", "ENOTEMPTY", "ENOTDIR", "EISDIR"]);

function makeIfMissing(folder: string | Buffer): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (!OCCUPIED.has(errorCode(error) ?? "") && errorCode(error) !== "ENOENT") throw error;
  }
}
