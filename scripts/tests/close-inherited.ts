import { closeSync, readdirSync, readFileSync } from "node:fs";

const CLOSE_ON_EXEC = 0o2_000_000;

/**
 * Closes every descriptor from 10 on that whoever started the tests left open and that would reach
 * each program a test starts: editors and build tools leave some. Hooks see them and act otherwise.
 *
 * Node's own close themselves on exec, which Linux tells; elsewhere nothing can be told or is done.
 */
export function closeInherited(): void {
  for (const name of descriptors()) {
    if (Number(name) >= 10 && outlivesExec(name)) closeSync(Number(name));
  }
}

function descriptors(): string[] {
  try {
    return readdirSync("/proc/self/fd");
  } catch {
    return [];
  }
}

function outlivesExec(name: string): boolean {
  try {
    const info = readFileSync(`/proc/self/fdinfo/${name}`, "utf8");
    const flags = /^flags:\s*([0-7]+)/m.exec(info)?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & CLOSE_ON_EXEC) === 0;
  } catch {
    // The one that listed them is gone.
    return false;
  }
}
