import { describeTasks, loadSettings } from "@hookline/core";
import { EXIT } from "@hookline/core/client";
import { type AddCommand, examples } from "../../command.ts";
import type { Context } from "../../context.ts";
import { showTask } from "../../out/show-tasks.ts";
import { readConfig } from "../../read-config.ts";
import { repositoryHere, requireRepository } from "../../repository-here.ts";

/** `hookline task list`. */
export const addList: AddCommand = (group, run) => {
  group
    .command("list")
    .summary("the tasks, and where they are set")
    .description(
      "Shows each task with the keys that are set for it. The exit code is 1 where one is not usable.",
    )
    .argument(
      "[path]",
      "the repository; without it, the one of the current folder, or what holds for all",
    )
    .option("--json", "for programs")
    .addHelpText(
      "after",
      examples(
        ["hookline task list", "what holds here"],
        ["hookline task list --json", "for programs"],
      ),
    )
    .action(
      run(async (context: Context, typed: string | undefined, { json }: { json?: boolean }) => {
        const { out, env } = context;
        const path =
          typed === undefined
            ? ((await repositoryHere(context)) ?? null)
            : await requireRepository(context, typed);
        const entries = await readConfig(context, path);
        const tasks = describeTasks(entries);
        const running = loadSettings(entries, env).settings.tasks;
        const clean = tasks.every(({ problems }) => problems.length === 0);
        const code = clean ? EXIT.inSync : EXIT.needsPerson;
        if (json === true) {
          out.json({ repository: path, running, tasks });
          return code;
        }
        for (const task of tasks) showTask(context, task);
        if (tasks.length === 0) out.line("There is no task yet. `hookline task add` sets one up.");
        else if (!running)
          out.line(`${out.paint("warning", "‖")} No task runs: hookline.tasks is false.`);
        return code;
      }),
    );
};
