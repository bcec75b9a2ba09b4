import { setImmediate } from "node:timers/promises";
import { fileBelow } from "../git/path-bytes.ts";
import { formatOf } from "./journal.ts";
import { isStill, lstatOrNothing } from "./present.ts";
import type { StagedFiles } from "./staged-files.ts";
import type { Entry } from "./survey.ts";
import { asideOf, type Swap } from "./swap.ts";

/** Others must be served now and then. */
const ENTRIES_AT_A_TIME = 64;

/**
 * Finds a path that somebody wrote to while files were swapped: what was set aside, through a
 * descriptor opened before, or what was put in place.
 */
export async function touchedEntry(work: Swap, staged: StagedFiles): Promise<Entry | null> {
  for (const [number, entry] of work.entries.entries()) {
    if (number % ENTRIES_AT_A_TIME === 0) await setImmediate();
    const isUntouched =
      (await isAsideUntouched(work, entry, number)) &&
      (await isPlaceUntouched(work, entry, staged));
    if (!isUntouched) return entry;
  }
  return null;
}

async function isAsideUntouched(work: Swap, entry: Entry, number: number): Promise<boolean> {
  const { folder, journal } = work;
  const { expected, stamp } = entry;
  return expected === null || isStill(asideOf(folder, number), stamp, expected, formatOf(journal));
}

async function isPlaceUntouched(
  { root, journal }: Swap,
  { path, written }: Entry,
  staged: StagedFiles,
): Promise<boolean> {
  const place = fileBelow(root, path);
  if (written !== null) {
    return isStill(place, staged.get(path)?.stamp ?? null, written, formatOf(journal));
  }
  const stats = await lstatOrNothing(place);
  return stats === null || stats.isDirectory();
}
