import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Scratch } from "../scratch-repository.ts";

/** Says why small disks cannot be mounted here, if so. */
export function whyNoMount(): string | undefined {
  const tried = spawnSync("unshare", ["--map-root-user", "--mount", "true"]);
  return tried.status === 0 ? undefined : "this user may not mount a small disk";
}

/**
 * Mounts a small disk at the state folder of a scratch repository, seen only by those whose command
 * line begins with what is returned. It goes when the test ends.
 */
export async function onSmallDisk({ root }: Scratch): Promise<readonly string[]> {
  const script =
    'mount -t tmpfs -o size=3m none "$0" && mkdir "$0/spool" && echo ready && read -r _';
  const words = ["--map-root-user", "--mount", "sh", "-c", script, join(root, "home")];
  const keeper = spawn("unshare", words, { stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => {
    keeper.stdin.end();
  });
  await once(keeper.stdout, "data");
  return ["nsenter", `--target=${keeper.pid}`, "--user", "--mount", "--preserve-credentials"];
}
