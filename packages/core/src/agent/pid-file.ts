import { startTicks } from "../worktree/processes.ts";

/**
 * Writes down who the agent is, for hooks: the process id and, on Linux, when it began (see
 * {@link startTicks}).
 *
 * A killed agent leaves the file behind, and after a reboot its number soon belongs to somebody else.
 */
export function pidFileText(): string {
  const ticks = startTicks(process.pid);
  return ticks === null ? `${process.pid}\n` : `${process.pid}\n${ticks}\n`;
}
