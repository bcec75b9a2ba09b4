import { describeExit, openGit, openGitOutside } from "@hookline/core";
import { type AbsolutePath, ConfigError } from "@hookline/core/client";
import type { Context } from "./context.ts";

/** A file of git's configuration: the user's own, or the one of the repository at a path. */
export type ConfigFile = "global" | AbsolutePath;

/** git's code for a key that is not there to be unset (git-config(1)). */
const NOTHING_TO_UNSET = 5;

/**
 * Writes one key of git's configuration.
 *
 * @param change what becomes of it: its values, the one value it gets, or one value more
 * @throws ConfigError when git cannot write the file
 */
export async function writeConfig(
  { door }: Context,
  file: ConfigFile,
  change: "--unset-all" | "--replace-all" | "--add",
  key: string,
  value?: string,
): Promise<void> {
  const isGlobal = file === "global";
  const git = isGlobal ? openGitOutside(door) : openGit(door, file);
  const exit = await git({
    verb: "config",
    flags: [isGlobal ? "--global" : "--local", change],
    operands: value === undefined ? [key] : [key, value],
  });
  if (exit.kind === "exited" && [0, NOTHING_TO_UNSET].includes(exit.exitCode)) return;
  const what = isGlobal ? "Your global git config" : `The git config of ${file}`;
  throw new ConfigError(`${what} could not be written: ${describeExit(exit)}.`, {
    code: "config-not-written",
    hint: "Check that the file is writable and that no other git command holds it.",
  });
}
