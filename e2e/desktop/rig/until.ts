import { setTimeout as sleep } from "node:timers/promises";

/** A deadline for what hangs; a busy machine takes its time. */
const PATIENCE_MS = 60_000;

/** Waits for a condition, and tells which one never came true. */
export async function until<Found>(
  what: string,
  check: () => Found | Promise<Found>,
  patienceMs = PATIENCE_MS,
): Promise<NonNullable<Found>> {
  const end = Date.now() + patienceMs;
  let problem: unknown;
  while (Date.now() < end) {
    try {
      const found = await check();
      if (found !== false && found !== undefined && found !== null) return found;
    } catch (error) {
      problem = error;
    }
    await sleep(50);
  }
  throw new Error(`never came true: ${what}`, { cause: problem });
}
