import {
  describeExit,
  listConfig,
  listTrustedConfig,
  loadSettings,
  openGit,
  openGitOutside,
} from "@hookline/core";
import { ConfigError, EXIT } from "@hookline/core/client";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { headlessRepositories } from "../synced-repositories.ts";
import { whichRepositories } from "../which-repository.ts";

/** `hookline config`: every setting in force, and where it comes from. */
export const config: AddCommand = (program, run) => {
  program
    .command("config")
    .summary("show every setting in force and where it comes from")
    .description(
      "Settings are git config keys: change them with `git config hookline.<name> <value>`, --global for all.",
    )
    .argument(
      "[path]",
      "the repository; without it, the one of the current folder, or what holds for all",
    )
    .option("--json", "for programs")
    .addHelpText(
      "after",
      examples(
        ["hookline config", "what holds here"],
        ["git config hookline.syncInterval 2m", "change it here"],
      ),
    )
    .action(
      run(async (context: Context, typed: string | undefined, { json }: { json?: boolean }) => {
        const { out, door } = context;
        const path = await whichRepositories(context, typed, false);
        const headless = (await headlessRepositories(context)) !== undefined;
        const env = headless ? { ...context.env, HOOKLINE_HEADLESS: "1" } : context.env;
        const listed =
          path === null
            ? await listConfig(openGitOutside(door))
            : await listTrustedConfig(openGit(door, path), path);
        if (listed.kind === "failed") {
          throw new ConfigError(`git could not list the settings: ${describeExit(listed.exit)}.`, {
            code: "config-not-read",
            hint: "Run `git config --list --show-origin` and mend the file that it names.",
          });
        }
        const { inForce, problems } = loadSettings(listed.entries, env);
        if (json === true) {
          out.json({ repository: path, settings: inForce, problems });
          return problems.length === 0 ? EXIT.inSync : EXIT.needsPerson;
        }
        for (const { name, shown, origin, meaning } of inForce) {
          out.line(
            `${out.paint("strong", `hookline.${name}`)} = ${shown}  ${out.paint("quiet", origin)}`,
          );
          out.line(`  ${meaning}`);
        }
        for (const { says } of problems) out.line(`${out.paint("warning", "!")} ${says}`);
        return problems.length === 0 ? EXIT.inSync : EXIT.needsPerson;
      }),
    );
};
