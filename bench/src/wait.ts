import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const DEADLINE_MS = 60_000;

/** Waits until a loose ref holds a commit; asks every millisecond or two. */
export async function untilRefHolds(file: string, commit: string): Promise<void> {
  const over = performance.now() + DEADLINE_MS;
  for (;;) {
    if (readRef(file) === commit) return;
    if (performance.now() > over) throw new Error(`${file} never held ${commit}`);
    await sleep(1);
  }
}

function readRef(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return "";
  }
}
