import { setTimeout as sleep } from "node:timers/promises";

const BETWEEN_MS = 50;

/** Asks again and again until there is an answer; `undefined` when the time is over. */
export async function untilReady<Value>(
  deadlineMs: number,
  ask: () => Promise<Value | undefined>,
): Promise<Value | undefined> {
  const over = performance.now() + deadlineMs;
  for (;;) {
    const value = await ask();
    if (value !== undefined) return value;
    if (performance.now() > over) return undefined;
    await sleep(BETWEEN_MS);
  }
}
