import { closeSync, constants, fstatSync, openSync, readSync, rmdirSync, rmSync } from "node:fs";
import { startTicks } from "../worktree/processes.ts";
import { writePrivateFile } from "../write-private-file.ts";

/** What a pid file holds is shorter; whatever is longer is none of ours. */
const LONGEST_BYTES = 64;

/**
 * Writes down who the agent is, for hooks: the process id and, on Linux, when it began (see
 * {@link startTicks}).
 *
 * A killed agent leaves the file behind, and after a reboot its number soon belongs to somebody else.
 */
function pidFileText(): string {
  const ticks = startTicks(process.pid);
  return ticks === null ? `${process.pid}\n` : `${process.pid}\n${ticks}\n`;
}

/**
 * Puts the pid file of this process in place of whatever is there.
 *
 * A folder that holds something stays, and with it every other thing that cannot be replaced: an agent works
 * without the file, and hooks then go by their fallback.
 */
export function writePidFile(file: string): void {
  try {
    writePrivateFile(file, pidFileText());
  } catch {
    try {
      rmdirSync(file);
      writePrivateFile(file, pidFileText());
    } catch {
      // Nothing rests on it.
    }
  }
}

/** Takes the pid file away, if it can be. */
export function removePidFile(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // As above; an agent that ends must not fail by it.
  }
}

/**
 * Reads who the agent is, so that a person can end its process; `undefined` unless that is certain.
 *
 * The file may be broken, stale, or name a process that somebody else has become: whoever is named here will
 * be killed. So it counts only where the system says that the process began when the file says so.
 */
export function readAgentPid(file: string): number | undefined {
  const [, pid, ticks] = /^([1-9]\d{0,8})\n([1-9]\d{0,19})\n$/.exec(readStart(file)) ?? [];
  if (pid === undefined || ticks === undefined) return undefined;
  return startTicks(Number(pid)) === ticks ? Number(pid) : undefined;
}

/** Reads the first bytes of a regular file; of anything else, nothing. A fifo would hold us up for ever. */
function readStart(file: string): string {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    if (!fstatSync(descriptor).isFile()) return "";
    const bytes = Buffer.alloc(LONGEST_BYTES);
    return bytes.toString("latin1", 0, readSync(descriptor, bytes));
  } catch {
    return "";
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
