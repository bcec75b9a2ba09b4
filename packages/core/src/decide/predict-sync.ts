/** Syncs that the prediction looks back at: an odd number, few enough to follow a network that changed. */
const LOOKS_BACK = 5;

/** Adds how long a sync took to those that are remembered of a repository, the newest last. */
export function rememberSync(pastMs: readonly number[], durationMs: number): readonly number[] {
  return [...pastMs, durationMs].slice(-LOOKS_BACK);
}

/**
 * Predicts how long the next sync of a repository will take, in milliseconds, from the times that the
 * last ones took; `null` where there were none.
 *
 * The median: one push that the network held up says nothing about the next, three do.
 */
export function predictSyncMs(pastMs: readonly number[]): number | null {
  const sorted = pastMs.slice(-LOOKS_BACK).toSorted((a, b) => a - b);
  // Of an even number the slower one, so that nobody is kept waiting for nothing.
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
