import { readFileSync } from "node:fs";

/**
 * Writes down who the agent is, for hooks: the process id and, on Linux, when it began, in clock ticks since
 * the boot (proc(5), field 22 of `stat`).
 *
 * A killed agent leaves the file behind, and after a reboot its number soon belongs to somebody else.
 */
export function pidFileText(): string {
  const ticks = startTicks();
  return ticks === undefined ? `${process.pid}\n` : `${process.pid}\n${ticks}\n`;
}

function startTicks(): string | undefined {
  try {
    const stat = readFileSync("/proc/self/stat", "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    // No /proc: not Linux.
    return undefined;
  }
}
