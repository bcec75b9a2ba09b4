import { EXIT } from "@hookline/core/client";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { agentLine } from "../out/agent-line.ts";
import { refuseHeadless } from "../refuse-headless.ts";
import { startInBackground } from "../start-in-background.ts";
import { stopAgent } from "../stop-agent.ts";

/** `hookline restart`: end the agent in good order and start it again in the background. */
export const restart: AddCommand = (program, run) => {
  program
    .command("restart")
    .summary("end the agent in good order and start it again")
    .description(
      "Starts it in the background, by the service where one is installed. Without an agent it only starts one.",
    )
    .addHelpText(
      "after",
      examples(["hookline restart", "after an update of Hookline, git or Node"]),
    )
    .action(
      run(async (context: Context) => {
        const { out } = context;
        await refuseHeadless(context);
        const stopped = await out.during("Stopping", stopAgent(context));
        if (stopped === "nothing") out.line("No agent was running.");
        const { pid } = await out.during("Starting the agent", startInBackground(context));
        const what = stopped === "agent" ? "The agent was restarted" : "The agent is running";
        out.line(agentLine(context, what, pid));
        return EXIT.inSync;
      }),
    );
};
