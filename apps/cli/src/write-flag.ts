import { listConfig, loadSettings, openGit } from "@hookline/core";
import type { AbsolutePath } from "@hookline/core/client";
import type { Context } from "./context.ts";
import { writeConfig } from "./write-config.ts";

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
  if (on) return writeConfig(context, path, "--replace-all", key, "true");
  await writeConfig(context, path, "--unset-all", key);
  const listed = await listConfig(openGit(context.door, path));
  if (listed.kind === "listed" && loadSettings(listed.entries, context.env).settings[name]) {
    await writeConfig(context, path, "--replace-all", key, "false");
  }
}
