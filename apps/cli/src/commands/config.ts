import { describeTasks, loadSettings } from "@hookline/core";
import { EXIT } from "@hookline/core/client";
import { visible } from "@hookline/core/words";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { showKeys } from "../out/show-tasks.ts";
import { readConfig } from "../read-config.ts";
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
        const { out } = context;
        const path = await whichRepositories(context, typed, false);
        const headless = (await headlessRepositories(context)) !== undefined;
        const env = headless ? { ...context.env, HOOKLINE_HEADLESS: "1" } : context.env;
        const entries = await readConfig(context, path);
        const { inForce, problems } = loadSettings(entries, env);
        const tasks = describeTasks(entries);
        if (json === true) {
          out.json({ repository: path, settings: inForce, tasks, problems });
          return problems.length === 0 ? EXIT.inSync : EXIT.needsPerson;
        }
        for (const { name, shown, origin, meaning } of inForce) {
          out.line(
            `${out.paint("strong", `hookline.${name}`)} = ${shown}  ${out.paint("quiet", origin)}`,
          );
          out.line(`  ${meaning}`);
        }
        for (const { name, keys } of tasks) {
          out.line(out.paint("strong", `hookline-task.${visible(name)}`));
          showKeys(context, keys);
        }
        for (const { says } of problems) out.line(`${out.paint("warning", "!")} ${says}`);
        return problems.length === 0 ? EXIT.inSync : EXIT.needsPerson;
      }),
    );
};
