import { writeSetting } from "@hookline/core";
import { EXIT, type ExitCode } from "@hookline/core/client";
import { type AddCommand, examples } from "../../command.ts";
import type { Context } from "../../context.ts";
import { tellAgent } from "../../tell-agent.ts";

interface PauseOptions {
  readonly json?: boolean;
}

/** `hookline queue pause`. */
export const addPause: AddCommand = (group, run) => {
  group
    .command("pause")
    .summary("let no task run until `resume`")
    .description(
      "Sets hookline.tasks = false in your global git config, so a pause outlives restarts. Commits still " +
        "queue their files, what runs already comes to its end, and syncing goes on.",
    )
    .option("--json", "for programs")
    .addHelpText(
      "after",
      examples(
        ["hookline queue pause", "before an hour on battery"],
        ["hookline pause", "stops syncing instead, in this repository"],
      ),
    )
    .action(run((context: Context, options: PauseOptions) => setPaused(context, options, true)));
};

/** `hookline queue resume`. */
export const addResume: AddCommand = (group, run) => {
  group
    .command("resume")
    .summary("let tasks run again after `pause`")
    .option("--json", "for programs")
    .addHelpText("after", examples(["hookline queue resume", "what was queued meanwhile runs now"]))
    .action(run((context: Context, options: PauseOptions) => setPaused(context, options, false)));
};

async function setPaused(
  context: Context,
  { json }: PauseOptions,
  paused: boolean,
): Promise<ExitCode> {
  const { out } = context;
  // That tasks run is the default; a wider file that says otherwise is outvoted.
  await writeSetting(context.door, "global", "tasks", String(!paused));
  const agentStays = await tellAgent(context);
  if (json === true) {
    out.json({ paused });
    return EXIT.inSync;
  }
  out.line(
    paused
      ? `${out.paint("warning", "‖")} Tasks are paused. \`hookline queue resume\` ends it.`
      : `${out.paint("good", "✓")} Tasks run again.`,
  );
  if (!paused && !agentStays)
    out.line(
      "  No agent is running; what is queued waits for the next: `hookline start --detach`.",
    );
  return EXIT.inSync;
}
