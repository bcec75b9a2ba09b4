import { readdirSync, rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import type { PreparedWorld } from "./world.ts";

const AN_HOUR_S = 3600;

/**
 * Makes the locks that were left look as old as they will be when somebody looks again. Those on
 * the remote are removed: they are for whoever keeps the server, and no client may judge them.
 */
export function letTimePass({ here, remote }: Pick<PreparedWorld, "here" | "remote">): void {
  const then = Date.now() / 1000 - AN_HOUR_S;
  for (const lock of locksIn(join(here, ".git"))) utimesSync(lock, then, then);
  for (const lock of locksIn(remote)) rmSync(lock);
}

function locksIn(gitDir: string): string[] {
  return readdirSync(gitDir, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".lock"))
    .map((name) => join(gitDir, name));
}
