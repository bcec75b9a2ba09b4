/**
 * How often one host may be polled by one agent, however many repositories lie there.
 *
 * Once a second is what a person with a few terminals can do; it stays far below the limits that
 * the forges publish (GitLab counts in hundreds a minute) and below what makes sshd suspicious.
 */
const HOST_POLLS_PER_MINUTE = 60;

const SPACING_MS = 60_000 / HOST_POLLS_PER_MINUTE;

/**
 * Returns how long the polls of a repository lie apart, in milliseconds: `syncInterval`, or more
 * where so many repositories share a host that it would be asked more than
 * {@link HOST_POLLS_PER_MINUTE}.
 *
 * @param sharing how many repositories ask the same host, this one included
 */
export function pollIntervalMs(syncIntervalMs: number, sharing: number): number {
  return Math.max(syncIntervalMs, sharing * SPACING_MS);
}

/**
 * Returns when to poll next, in milliseconds from now.
 *
 * Spread by a tenth either way, so that many repositories do not ask one host at once.
 *
 * @param random in [0, 1), passed in so that a test can pin it
 */
export function pollDelayMs(intervalMs: number, random: number): number {
  return Math.round(intervalMs * (0.9 + random / 5));
}

/**
 * Returns when to poll for the first time: spread over one interval, so that a start is spread too, and not
 * before half of one has passed, because the start itself has just asked.
 */
export function firstPollDelayMs(intervalMs: number, random: number): number {
  return Math.round(intervalMs * (0.5 + random));
}

/** Returns when to tick for the first time: anywhere within one interval. */
export function firstTickDelayMs(intervalMs: number, random: number): number {
  return Math.round(intervalMs * random);
}

/**
 * Returns when a repository looks that waited for its host, in milliseconds from now: the first at
 * once, the others behind it at the pace of {@link HOST_POLLS_PER_MINUTE}.
 *
 * @param place 0 for the first in the row of its host
 * @param random in [0, 1), passed in so that a test can pin it
 */
export function wakeDelayMs(place: number, random: number): number {
  return place === 0 ? 0 : Math.round((place - 0.5 + random) * SPACING_MS);
}
