import { closeSync, readdirSync, readFileSync } from "node:fs";

/** `O_CLOEXEC` of Linux, as /proc shows it. */
const CLOSES_ITSELF = 0o2000000;

/**
 * Closes what this process inherited besides its three standard streams and would hand on.
 *
 * A caller of git may have left a lock or the end of a pipe open, and whoever waits for it would
 * wait for us. Node opens everything of its own to close itself on exec, and marks the lowest of
 * what it inherited likewise; those end with the next exec. Linux only (proc(5)): elsewhere a
 * spawned child gets nothing but its streams.
 */
export function closeInherited(): void {
  for (const name of listDescriptors()) {
    const descriptor = Number(name);
    if (descriptor > 2 && isHandedOn(name)) closeSync(descriptor);
  }
}

function listDescriptors(): string[] {
  try {
    return readdirSync("/proc/self/fd");
  } catch {
    return [];
  }
}

function isHandedOn(name: string): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${name}`, "utf8"));
    return flags?.[1] !== undefined && (Number.parseInt(flags[1], 8) & CLOSES_ITSELF) === 0;
  } catch {
    // The folder's own descriptor: gone since.
    return false;
  }
}
