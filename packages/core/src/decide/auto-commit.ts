/** Below this many files a deletion of most of them is an ordinary day's work. */
const FEWEST_FILES = 10;

/** More than this part of the files must be gone. */
const MOST_GONE = 0.85;

/**
 * Whether so many files are gone that it looks like an accident: an unmounted disk, a bad checkout,
 * a slip of the hand.
 *
 * @param tracked how many files HEAD holds
 * @param deleted how many of them are not in the work tree any more
 */
export function isMassDeletion({
  tracked,
  deleted,
}: {
  tracked: number;
  deleted: number;
}): boolean {
  return tracked >= FEWEST_FILES && deleted > tracked * MOST_GONE;
}

/** How long files must have been still before they are committed. */
export const STILL_MS = 2000;

/** How long a file that never stops changing can put that off. */
export const LONGEST_WAIT_MS = 60_000;

/**
 * Returns when changed files are committed: when nothing has changed for {@link STILL_MS}, and at the
 * latest {@link LONGEST_WAIT_MS} after the first change. All are the same clock's milliseconds.
 */
export function commitAt(firstChangeAt: number, lastChangeAt: number): number {
  return Math.min(lastChangeAt + STILL_MS, firstChangeAt + LONGEST_WAIT_MS);
}
