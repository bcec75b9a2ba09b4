import type { RetryClass } from "./git-failure.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

const SCALES: Readonly<
  Record<Exclude<RetryClass, "ask-person">, { firstMs: number; mostMs: number }>
> = {
  soon: { firstMs: SECOND_MS, mostMs: MINUTE_MS },
  later: { firstMs: 30 * SECOND_MS, mostMs: 15 * MINUTE_MS },
};

/**
 * Returns the delay before the next attempt, in milliseconds, or `null` when only a person
 * (or a new commit) can help.
 *
 * Doubles up to a limit, then spreads by a quarter either way, so that repositories that
 * failed together do not come back together.
 *
 * @param attempt 1 for the first failure
 * @param random in [0, 1), passed in so that a test can pin it
 */
export function retryDelayMs(retry: RetryClass, attempt: number, random: number): number | null {
  if (retry === "ask-person") return null;
  const { firstMs, mostMs } = SCALES[retry];
  const delayMs = Math.min(mostMs, firstMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(delayMs * (0.75 + random / 2));
}
