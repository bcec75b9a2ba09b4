import {
  type ConfigEntry,
  describeExit,
  listConfig,
  listTrustedConfig,
  openGit,
  openGitOutside,
} from "@hookline/core";
import { type AbsolutePath, ConfigError } from "@hookline/core/client";
import type { Context } from "./context.ts";

/**
 * Reads every value in force, with what the user trusts of a repository's own config marked as such.
 *
 * @param path the top of a work tree; `null` for what holds for all
 * @throws ConfigError when git cannot read it
 */
export async function readConfig(
  { door }: Context,
  path: AbsolutePath | null,
): Promise<readonly ConfigEntry[]> {
  const listed =
    path === null
      ? await listConfig(openGitOutside(door))
      : await listTrustedConfig(openGit(door, path), path);
  if (listed.kind === "listed") return listed.entries;
  throw new ConfigError(`git could not list the settings: ${describeExit(listed.exit)}.`, {
    code: "config-not-read",
    hint: "Run `git config --list --show-origin` and mend the file that it names.",
  });
}
