/** The three parts of a bar, to be painted and put together. */
export interface ProgressBar {
  readonly done: string;
  readonly failed: string;
  readonly rest: string;
}

/**
 * Draws how far something is, in exactly `width` columns. Told apart without colours, too.
 *
 * A failure takes a column, and the bar is full only when nothing is left.
 */
export function progressBar(
  {
    done,
    failed,
    total,
  }: { readonly done: number; readonly failed: number; readonly total: number },
  width: number,
): ProgressBar {
  const part = (count: number): number => (total === 0 ? 0 : (count / total) * width);
  const ended = done + failed;
  const begun = Math.max(Math.floor(part(ended)), Math.min(failed, 1));
  const full = ended >= total ? width : Math.max(0, Math.min(width - 1, begun));
  const bad = failed === 0 ? 0 : Math.min(full, Math.max(1, Math.round(part(failed))));
  return {
    done: "━".repeat(full - bad),
    failed: "╍".repeat(bad),
    rest: "─".repeat(width - full),
  };
}

/**
 * Estimates how long the rest will take, in milliseconds: half of them took less than the median, and a
 * single slow one does not mislead.
 *
 * @param tookMs how long those took that have run
 * @param atOnce how many run at the same time
 * @returns `null` as long as nobody can tell
 */
export function timeLeftMs(tookMs: readonly number[], left: number, atOnce: number): number | null {
  if (left === 0 || tookMs.length === 0) return null;
  const sorted = tookMs.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? 0;
  const high = sorted[Math.floor(middle)] ?? low;
  return (left / Math.max(1, atOnce)) * ((low + high) / 2);
}
