import { spawnSync } from "node:child_process";
import { SetupFailure } from "./failure.mjs";

const OLDEST_NODE = 20;

/**
 * Checks that these scripts run under Node 20 or newer; comes before anything else of setup.
 *
 * @throws {SetupFailure}
 */
export function checkNode() {
  const version = process.versions.node;
  if (Number.parseInt(version, 10) < OLDEST_NODE) {
    throw new SetupFailure(
      `this is Node ${version}, and Hookline needs Node ${OLDEST_NODE} or newer.`,
      "Install a current Node from https://nodejs.org and run the same command again.",
    );
  }
}

/**
 * Checks that the machine has the programs that setup needs: git and npx.
 *
 * @throws {SetupFailure} naming what is missing and where to get it
 */
export function checkTools() {
  if (!answers("git")) {
    throw new SetupFailure(
      "git was not found on the PATH.",
      "Install git (https://git-scm.com/downloads) and run the same command again.",
    );
  }
  if (!answers("npx")) {
    throw new SetupFailure(
      "npx was not found on the PATH, although Node is there.",
      "Install npm (Debian and Ubuntu: apt install npm) and run the same command again.",
    );
  }
}

/**
 * Windows finds npx, a command file, only through its shell; that branch was not run.
 *
 * @param {"git" | "npx"} tool
 */
function answers(tool) {
  const shell = process.platform === "win32";
  return spawnSync(tool, ["--version"], { stdio: "ignore", shell }).status === 0;
}
