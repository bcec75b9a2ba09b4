import { describeExit, openGitOutside } from "@hookline/core";
import { ConfigError } from "@hookline/core/client";
import type { Context } from "./context.ts";

/** git's code for a key that is not there to be unset (git-config(1)). */
const NOTHING_TO_UNSET = 5;

/**
 * Writes a setting into the user's global git config, or takes it back with `null`.
 *
 * @throws ConfigError when git cannot write the file
 */
export async function writeGlobal(
  { door }: Context,
  key: string,
  value: string | null,
): Promise<void> {
  const [flag, operands] =
    value === null ? ["--unset-all", [key]] : ["--replace-all", [key, value]];
  const git = openGitOutside(door);
  const exit = await git({ verb: "config", flags: ["--global", flag], operands });
  if (exit.kind === "exited" && [0, NOTHING_TO_UNSET].includes(exit.exitCode)) return;
  throw new ConfigError(`Your global git config could not be written: ${describeExit(exit)}.`, {
    code: "config-not-written",
    hint: "Check that the file is writable and that no other git command holds it.",
  });
}
