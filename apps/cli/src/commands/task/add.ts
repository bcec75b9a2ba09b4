import { describeTasks, loadTasks } from "@hookline/core";
import { EXIT, InputError } from "@hookline/core/client";
import { checkTask } from "../../check-task.ts";
import { type AddCommand, examples } from "../../command.ts";
import type { Context } from "../../context.ts";
import { showTaskFiles } from "../../out/show-task-files.ts";
import { showTask } from "../../out/show-tasks.ts";
import { readConfig } from "../../read-config.ts";
import { type TaskFile, taskEntriesIn, whichTaskFile } from "../../task-file.ts";
import { type TaskOptions, taskOptions, typedValues } from "../../task-options.ts";
import { tellAgent } from "../../tell-agent.ts";
import { trustTask } from "../../trust-task.ts";
import { eraseTask, writeTask } from "../../write-task.ts";

interface AddOptions extends TaskOptions {
  readonly local?: true;
  readonly replace?: true;
}

/** `hookline task add`. */
export const addAdd: AddCommand = (group, run) => {
  const command = group
    .command("add")
    .summary("set a task up")
    .description(
      "Checks a task and writes it into git config. Behind -- stands the command: a\n" +
        "program and its arguments, run without a shell. In an argument, {file} is the\n" +
        "file below the top of the repository, {path} its absolute path, {repo} the\n" +
        "repository, {commit} the commit and {task} the name of the task. Each stays one\n" +
        "argument, whatever the file is called.",
    )
    .argument("<name>", "what to call it")
    .argument("[command...]", "the program and its arguments, behind --");
  for (const option of taskOptions()) command.addOption(option);
  command
    .option("--local", "for this repository only; without it, for all that Hookline syncs")
    .option("--replace", "set it up anew where it is set already")
    .addHelpText(
      "after",
      examples(
        ["hookline task add words --include '*.md' -- wc -w {file}", "count words"],
        ["hookline task add lint --include '*.js' --delay 0s -- npx eslint {file}", "at once"],
        ["hookline task add size --local -- sh -c 'wc -c < \"$1\"' sh {file}", "with a shell"],
      ),
    )
    .action(
      run(async (context: Context, name: string, words: readonly string[], options: AddOptions) => {
        const typed = typedValues(words, options);
        const target = await whichTaskFile(context, options.local === true);
        const { file, path } = target;
        const entries = await readConfig(context, path);
        if (taskEntriesIn(entries, name, file).length > 0 && options.replace !== true) {
          throw new InputError(`The task "${name}" is set already.`, {
            code: "task-exists",
            hint: "`hookline task list` shows it; --replace sets it up anew.",
          });
        }
        const values = checkTask(entries, file, name, typed);
        await eraseTask(context, file, name, entries);
        await writeTask(context, file, name, values);
        if (file !== "global") await trustTask(context, file, name, values);
        await tellAgent(context);
        await showWritten(context, target, name);
        return EXIT.inSync;
      }),
    );
};

async function showWritten(context: Context, { path }: TaskFile, name: string): Promise<void> {
  const entries = await readConfig(context, path);
  const written = describeTasks(entries).find((one) => one.name === name);
  if (written !== undefined) showTask(context, written);
  const task = loadTasks(entries).tasks.find((one) => one.name === name);
  if (task !== undefined && path !== null) await showTaskFiles(context, path, task);
}
