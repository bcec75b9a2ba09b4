import type { ChildProcess } from "node:child_process";

/** How long a process group may take to end by itself once it is asked to. */
export const GRACE_MS = 2000;

/**
 * Asks a whole process group to end, and ends it for good after a while.
 *
 * The child must have been started with `detached`, which makes it the leader of its group. On
 * Windows only the child itself is ended (not run).
 *
 * @returns a function that calls the second step off, for when everything has ended
 */
export function endGroup(child: ChildProcess): () => void {
  // git removes its lock files when it is asked to end, and leaves them when it is killed.
  signalGroup(child, "SIGTERM");
  const timer = setTimeout(() => {
    signalGroup(child, "SIGKILL");
    // A helper that made itself a daemon may still hold the pipes; we no longer listen.
    child.stdout?.destroy();
    child.stderr?.destroy();
  }, GRACE_MS);
  return () => clearTimeout(timer);
}

/**
 * Sends a signal to every process of a group; 0 only asks.
 *
 * @returns whether there is any
 */
export function signalGroup(child: ChildProcess, signal: "SIGTERM" | "SIGKILL" | 0): boolean {
  if (child.pid === undefined) return false;
  return process.platform === "win32" ? child.kill(signal) : signalGroupOf(child.pid, signal);
}

/**
 * As {@link signalGroup}, for a group whose leader is or was somebody else's child. Only for whoever
 * knows that the number still means that group.
 */
export function signalGroupOf(leader: number, signal: "SIGTERM" | "SIGKILL" | 0): boolean {
  try {
    return process.kill(-leader, signal);
  } catch {
    // Already gone: nothing left to end.
    return false;
  }
}
