import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stateFolder } from "./checkout.mjs";

const lock = join(stateFolder, "lock");
const POLL_MS = 200;

/** How the platforms refuse to rename onto a folder with content; EPERM is Windows, not run. */
const HELD = new Set(["ENOTEMPTY", "EEXIST", "EPERM"]);

/**
 * Runs `work` while no other setup of this checkout runs, and waits for one that does.
 *
 * The lock is a folder that holds its owner's process id. It is filled beside its place
 * and renamed into it, so it is never seen empty. A lock whose owner is gone is taken over.
 *
 * @param {() => Promise<void>} work
 */
export async function withSetupLock(work) {
  let told = false;
  while (!tryLock()) {
    const owner = ownerOf(lock);
    if (owner !== undefined && !isAlive(owner)) {
      setAside(owner);
      continue;
    }
    if (owner !== undefined && !told) console.error(waitingFor(owner));
    told ||= owner !== undefined;
    await sleep(POLL_MS);
  }
  const release = () => rmSync(lock, { recursive: true, force: true });
  process.once("exit", release);
  try {
    await work();
  } finally {
    release();
    process.off("exit", release);
  }
}

/**
 * A number can have a second life, and a zombie counts as alive: hence the way out.
 *
 * @param {number} owner
 */
function waitingFor(owner) {
  return `Another setup (process ${owner}) is at work here; waiting for it. If there is none, delete ${lock}`;
}

function tryLock() {
  const mine = `${lock}.${process.pid}`;
  mkdirSync(mine, { recursive: true });
  writeFileSync(join(mine, "pid"), String(process.pid));
  try {
    renameSync(mine, lock);
    return true;
  } catch (error) {
    rmSync(mine, { recursive: true, force: true });
    // A folder that is not empty cannot be renamed onto: someone holds the lock.
    if (HELD.has(codeOf(error))) return false;
    throw error;
  }
}

/**
 * Moves the lock of a dead owner out of the way.
 *
 * A rival may have done so already and hold the lock by now; then it gets its lock back.
 *
 * @param {number} dead
 */
function setAside(dead) {
  const aside = `${lock}.stale.${process.pid}`;
  try {
    renameSync(lock, aside);
    if (ownerOf(aside) !== dead) renameSync(aside, lock);
  } catch {
    return;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** @param {string} folder */
function ownerOf(folder) {
  try {
    return Number(readFileSync(join(folder, "pid"), "utf8"));
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives, as another user.
    return codeOf(error) === "EPERM";
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
