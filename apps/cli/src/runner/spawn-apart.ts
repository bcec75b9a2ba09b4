import { spawn } from "node:child_process";
import { findHome } from "@hookline/core/client";
import { passClaim } from "./claim.ts";
import { scrubEnvironment } from "./scrub-environment.ts";

/**
 * Starts node again in a session of its own, with nothing of ours but the environment that stays, and
 * passes the claim on to it. For systems without a program that does it.
 */
export function spawnApart(words: readonly string[], inherited: NodeJS.ProcessEnv): void {
  const env = scrubEnvironment(inherited);
  const home = findHome(env);
  const child = spawn(process.execPath, words, {
    cwd: home.root,
    env,
    stdio: ["ignore", "ignore", "inherit"],
    detached: true,
    windowsHide: true,
  });
  if (child.pid !== undefined) passClaim(home.runnerClaim, child.pid);
  child.unref();
}
