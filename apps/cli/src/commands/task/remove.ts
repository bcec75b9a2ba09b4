import { revoke, runnableTask } from "@hookline/core";
import { EXIT } from "@hookline/core/client";
import { tilde, visible } from "@hookline/core/words";
import { type AddCommand, examples } from "../../command.ts";
import type { Context } from "../../context.ts";
import { readConfig } from "../../read-config.ts";
import { requireTaskIn, taskEntriesIn, whichTaskFile } from "../../task-file.ts";
import { tellAgent } from "../../tell-agent.ts";
import { eraseTask } from "../../write-task.ts";

/** `hookline task remove`. */
export const addRemove: AddCommand = (group, run) => {
  group
    .command("remove")
    .summary("take a task out of the settings")
    .description("Its results stay. What is queued for it does not run any more.")
    .argument("<name>", "the task")
    .option("--local", "what this repository sets of it; without it, what the global config sets")
    .addHelpText(
      "after",
      examples(
        ["hookline task remove words", "for all repositories"],
        ["hookline task remove words --local", "what is set here alone"],
      ),
    )
    .action(
      run(async (context: Context, name: string, { local }: { local?: boolean }) => {
        const { out, door, env } = context;
        const { file, path } = await whichTaskFile(context, local === true);
        const entries = await readConfig(context, path);
        requireTaskIn(entries, name, file);
        await eraseTask(context, file, name, entries);
        if (file !== "global") await revoke(door, file, [runnableTask(name)]);
        await tellAgent(context);
        const left = taskEntriesIn(await readConfig(context, path), name, file);
        const origins = new Set(left.map(({ origin }) => origin.replace(/^file:/, "")));
        if (origins.size === 0) {
          out.line(`${out.paint("good", "✓")} The task "${visible(name)}" is gone.`);
          return EXIT.inSync;
        }
        const files = [...origins].map((one) => visible(tilde(one, env["HOME"]))).join(", ");
        out.line(
          `${out.paint("warning", "!")} The task "${visible(name)}" is still set in ${files}.`,
        );
        return EXIT.needsPerson;
      }),
    );
};
