import type { AbsolutePath } from "../decide/brands.ts";
import { ConfigError } from "../errors.ts";
import { describeExit, type GitDoor, openGit, openGitOutside } from "../git/run-git.ts";

/** A file of git's configuration: the user's own, or the one of the repository at a path. */
export type ConfigFile = "global" | AbsolutePath;

/** What becomes of a key: its values go, it gets this one, or this one more. */
export type ConfigChange = "--unset-all" | "--replace-all" | "--add";

/** git's code for a key that is not there to be unset (git-config(1)). */
const NOTHING_TO_UNSET = 5;

/**
 * Writes one key of git's configuration.
 *
 * @throws ConfigError when git cannot write the file
 */
export async function writeConfig(
  door: GitDoor,
  file: ConfigFile,
  change: ConfigChange,
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
