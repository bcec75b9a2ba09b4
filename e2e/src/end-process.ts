import { setTimeout as sleep } from "node:timers/promises";

/** Ends a process and waits until it is gone. */
export async function endProcess(pid: number): Promise<void> {
  process.kill(pid);
  while (isThere(pid)) await sleep(10);
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
