import { readFileSync } from "node:fs";
import type { JobProcess } from "../queue/job-queue.ts";
import { startTicks } from "../worktree/processes.ts";

/**
 * Says by what a process that was just started can be recognised later, by whoever looks for what a dead
 * agent left.
 *
 * Both the boot and the tick since then: after a boot, the same services get the same ids at about the
 * same time. Without /proc (macOS, Windows: not run) nothing is known, and the process is never ended.
 */
export function jobProcess(pid: number): JobProcess {
  return { pid, startedAt: startOf(pid) ?? "unknown" };
}

/** Whether a recorded process runs still, and not another one under its id. */
export function isSameProcess({ pid, startedAt }: JobProcess): boolean {
  return startOf(pid) === startedAt;
}

function startOf(pid: number): string | null {
  const ticks = startTicks(pid);
  return ticks === null ? null : `${bootId()}/${ticks}`;
}

/** random(4): made anew by each boot. */
function bootId(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}
