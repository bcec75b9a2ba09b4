import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { errorCode } from "@hookline/core/client";

/* The claim says that a runner is at work, or about to be: a file with its process id. It keeps ten
 * commits from starting ten runners, as `runner.sh` of @hookline/hooks does it; that never two of them
 * work, the agent's lock makes sure. */

/** Claims the work for this process; false when another that lives has it. */
export function takeClaim(file: string): boolean {
  try {
    write(file, "wx");
    return true;
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
    const holder = readClaim(file);
    if (holder !== undefined && holder !== process.pid && isAlive(holder)) return false;
    write(file, "w");
    return true;
  }
}

/** Says that this process has the work, whoever else claims it: it holds the lock. */
export function holdClaim(file: string): void {
  if (readClaim(file) !== process.pid) write(file, "w");
}

/** Hands the claim on to a process that goes on with the work. */
export function passClaim(file: string, pid: number): void {
  write(file, "w", pid);
}

/** Gives the claim back, if it is ours. */
export function dropClaim(file: string): void {
  if (readClaim(file) === process.pid) rmSync(file, { force: true });
}

function write(file: string, flag: "w" | "wx", pid = process.pid): void {
  writeFileSync(file, `${pid}\n`, { flag, mode: 0o600 });
}

function readClaim(file: string): number | undefined {
  try {
    const text = readFileSync(file, "utf8").trim();
    return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== "ESRCH";
  }
}
