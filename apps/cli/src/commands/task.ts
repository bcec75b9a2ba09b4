import { type AddCommand, examples } from "../command.ts";
import { addAdd } from "./task/add.ts";
import { addList } from "./task/list.ts";
import { addPause, addResume } from "./task/pause.ts";
import { addRemove } from "./task/remove.ts";
import { addResults } from "./task/results.ts";
import { addRun } from "./task/run.ts";
import { addSearch } from "./task/search.ts";

/** `hookline task`: commands that run for the files of commits. */
export const task: AddCommand = (program, run) => {
  const group = program
    .command("task")
    .summary("run a command for each file that a commit changed")
    .description(
      "A task is a command that runs in the background for each file that a commit\n" +
        "changed: to document it, to check it, to index it. Tasks are sections of git\n" +
        'config, [hookline-task "<name>"], in the global one for all repositories.\n' +
        "docs/tasks.md tells more.",
    )
    .addHelpText(
      "after",
      examples(
        ["hookline task add count --include '*.md' -- wc -w {file}", "count words"],
        ["hookline task list", "what is set, and where"],
        ["hookline task run count --all", "now, for every file"],
        ["hookline task results", "what came of it"],
        ['hookline task search "retry policy"', "find something in what was printed"],
        ["hookline task pause count", "let its files wait"],
      ),
    );
  const commands = [addAdd, addList, addRun, addResults, addSearch, addPause, addResume, addRemove];
  for (const add of commands) add(group, run);
};
