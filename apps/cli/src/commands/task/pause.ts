import { type ConfigEntry, loadTasks, taskKey, writeConfig } from "@hookline/core";
import { type AbsolutePath, EXIT } from "@hookline/core/client";
import { tilde, visible } from "@hookline/core/words";
import { type AddCommand, examples } from "../../command.ts";
import type { Context } from "../../context.ts";
import { readConfig } from "../../read-config.ts";
import { requireTask, taskEntriesIn, whichTaskFile } from "../../task-file.ts";
import { tellAgent } from "../../tell-agent.ts";

/** `hookline task pause`. */
export const addPause: AddCommand = (group, run) => {
  group
    .command("pause")
    .summary("let the files of a task wait")
    .description("What runs is finished. What comes is queued, and waits until `resume`.")
    .argument("<name>", "the task")
    .option("--local", "in this repository only")
    .addHelpText(
      "after",
      examples(
        ["hookline task pause words", "everywhere"],
        ["hookline task pause words --local", "in this repository"],
      ),
    )
    .action(
      run((context: Context, name: string, { local }: { local?: boolean }) =>
        setPaused(context, name, local === true, true),
      ),
    );
};

/** `hookline task resume`. */
export const addResume: AddCommand = (group, run) => {
  group
    .command("resume")
    .summary("go on after `pause`")
    .argument("<name>", "the task")
    .option("--local", "in this repository only")
    .addHelpText("after", examples(["hookline task resume words", "what waited is run"]))
    .action(
      run((context: Context, name: string, { local }: { local?: boolean }) =>
        setPaused(context, name, local === true, false),
      ),
    );
};

async function setPaused(context: Context, name: string, local: boolean, paused: boolean) {
  const { out, env } = context;
  const { file: meant, path } = await whichTaskFile(context, local);
  const entries = await readConfig(context, path);
  requireTask(entries, name);
  const key = taskKey(name, "paused");
  const isOnlyHere = taskEntriesIn(entries, name, "global").length === 0;
  const file = isOnlyHere && path !== null ? path : meant;
  if (paused) {
    await writeConfig(context.door, file, "--replace-all", key, "true");
  } else {
    await writeConfig(context.door, file, "--unset-all", key);
    const wider = (await pausedBy(context, path, name))?.scope;
    // A wider file that says so is outvoted from here.
    if (wider === "system" || (wider === "global" && file !== "global")) {
      await writeConfig(context.door, file, "--replace-all", key, "false");
    }
  }
  await tellAgent(context);
  const source = await pausedBy(context, path, name);
  const shown = out.paint("strong", visible(name));
  if ((source !== undefined) === paused) {
    const waits = `${out.paint("warning", "‖")} ${shown} is paused. \`hookline task resume\` ends it.`;
    out.line(paused ? waits : `${out.paint("good", "✓")} ${shown} goes on.`);
    return EXIT.inSync;
  }
  const here = tilde(path ?? "", env["HOME"]);
  const state = paused ? "still runs" : "is still paused";
  out.line(
    `${out.paint("warning", "!")} ${shown} ${state} in ${here}, whose own config says so; --local changes that.`,
  );
  return EXIT.needsPerson;
}

/** The value that pauses a task, if it is paused. */
async function pausedBy(
  context: Context,
  path: AbsolutePath | null,
  name: string,
): Promise<ConfigEntry | undefined> {
  const entries = await readConfig(context, path);
  const task = loadTasks(entries).inForce.find((one) => one.name === name);
  if (task?.settings.paused !== true) return undefined;
  return entries.findLast(({ key }) => key === taskKey(name, "paused"));
}
