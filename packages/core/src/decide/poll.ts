/**
 * Returns when to poll next, in milliseconds from now.
 *
 * Spread by a tenth either way, so that many repositories do not ask one host at once.
 *
 * @param random in [0, 1), passed in so that a test can pin it
 */
export function pollDelayMs(syncIntervalMs: number, random: number): number {
  return Math.round(syncIntervalMs * (0.9 + random / 5));
}

/** Returns when to poll for the first time: anywhere within one interval, so that a start is spread too. */
export function firstPollDelayMs(syncIntervalMs: number, random: number): number {
  return Math.round(syncIntervalMs * random);
}
