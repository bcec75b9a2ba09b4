import { spawnSync } from "node:child_process";
import { emptyNodeModules, node24, pinnedPnpm } from "./checkout.mjs";
import { SetupFailure } from "./failure.mjs";
import { withSetupLock } from "./lock.mjs";
import { checkNode, checkTools } from "./requirements.mjs";
import { runStep } from "./run-step.mjs";
import { isBuilt, isInstalled, stamped } from "./stamps.mjs";

/**
 * Makes the checkout ready to run: dependencies installed, packages built.
 *
 * A ready checkout passes through without a lock, a child process or the network.
 *
 * @throws {SetupFailure}
 */
export async function makeReady() {
  checkNode();
  if (isInstalled() && isBuilt()) return;
  checkTools();
  await withSetupLock(async () => {
    await ensureInstalled();
    if (!isBuilt()) await stamped("build", build);
  });
}

/**
 * Installs the dependencies and no more, for what has its own eye on the build.
 *
 * @throws {SetupFailure}
 */
export async function makeInstalled() {
  checkNode();
  if (isInstalled()) return;
  checkTools();
  await withSetupLock(ensureInstalled);
}

async function ensureInstalled() {
  if (!isInstalled()) await stamped("install", install);
}

async function install() {
  await pnpmInstall();
  if (node24Answers()) return;
  // pnpm trusts the folder as it left it, so what someone damaged comes back only from nothing.
  emptyNodeModules();
  await pnpmInstall();
  if (node24Answers()) return;
  throw new SetupFailure(
    `the npm package "node" brought no Node 24 that runs here (${node24}).`,
    "Hookline needs a platform with official Node binaries; musl (Alpine) has none.",
  );
}

function pnpmInstall() {
  return runStep({
    name: "install",
    label: "Installing dependencies",
    command: "npx",
    args: pnpm("install", "--frozen-lockfile"),
    hint: "If the npm registry could not be reached (npm ping), mend that. Then run the same command again.",
  });
}

function build() {
  return runStep({
    name: "build",
    label: "Building",
    command: "npx",
    // turbo starts each package's build through the pnpm that it finds on the PATH.
    args: pnpm("exec", "turbo", "run", "build", "--output-logs=errors-only"),
    hint: "Mend what stands above, then run the same command again.",
  });
}

/**
 * The pinned pnpm as arguments of npx.
 *
 * `--prefer-offline`: without it npx asks the registry about a version that it already has.
 *
 * @param {string[]} args
 */
function pnpm(...args) {
  return ["--yes", "--prefer-offline", pinnedPnpm(), ...args];
}

function node24Answers() {
  const answer = spawnSync(node24, ["--version"], { encoding: "utf8" });
  return answer.status === 0 && answer.stdout.startsWith("v24.");
}
