import { describeExit, listConfig, loadSettings, openGit } from "@hookline/core";
import { type AbsolutePath, ConfigError } from "@hookline/core/client";
import type { Context } from "./context.ts";

/**
 * Switches a setting of one repository on or off, in the repository's own git config.
 *
 * Off is the default, so it takes back what was set here, and outvotes a wider file that says on.
 *
 * @throws ConfigError when git cannot write the file
 */
export async function writeFlag(
  context: Context,
  path: AbsolutePath,
  name: "alpha" | "paused",
  on: boolean,
): Promise<void> {
  const key = `hookline.${name}`;
  if (on) return write(context, path, ["--replace-all"], [key, "true"]);
  await write(context, path, ["--unset-all"], [key]);
  const listed = await listConfig(openGit(context.door, path));
  if (listed.kind === "listed" && loadSettings(listed.entries, context.env).settings[name]) {
    await write(context, path, ["--replace-all"], [key, "false"]);
  }
}

/** git's code for a key that is not there to be unset (git-config(1)). */
const NOTHING_TO_UNSET = 5;

async function write(
  { door }: Context,
  path: AbsolutePath,
  flags: readonly string[],
  operands: readonly string[],
): Promise<void> {
  const git = openGit(door, path);
  const exit = await git({ verb: "config", flags: ["--local", ...flags], operands });
  if (exit.kind === "exited" && [0, NOTHING_TO_UNSET].includes(exit.exitCode)) return;
  throw new ConfigError(`The git config of ${path} could not be written: ${describeExit(exit)}.`, {
    code: "config-not-written",
    hint: "Check that the file is writable and that no other git command holds it.",
  });
}
