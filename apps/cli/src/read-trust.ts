import {
  acceptedHashes,
  describeExit,
  listConfig,
  listRunnable,
  openGit,
  type Runnable,
} from "@hookline/core";
import { type AbsolutePath, ConfigError } from "@hookline/core/client";
import type { Context } from "./context.ts";

/** Something that a repository's own config would run, and whether it may. */
export interface TrustItem extends Runnable {
  readonly trusted: boolean;
}

/**
 * Reads what a repository's own config would run.
 *
 * @throws ConfigError when the configuration cannot be read
 */
export async function readTrust(
  { door }: Context,
  path: AbsolutePath,
): Promise<readonly TrustItem[]> {
  const listed = await listConfig(openGit(door, path));
  if (listed.kind === "failed") {
    throw new ConfigError(`git could not list the settings: ${describeExit(listed.exit)}.`, {
      code: "config-not-read",
      hint: "Run `git config --list --show-origin` and mend the file that it names.",
    });
  }
  const accepted = acceptedHashes(listed.entries);
  return listRunnable(listed.entries, path).map((one) => ({
    ...one,
    trusted: accepted.has(one.hash),
  }));
}
