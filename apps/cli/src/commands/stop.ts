import { EXIT } from "@hookline/core/client";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { stopAgent } from "../stop-agent.ts";

/** `hookline stop`: end the agent in good order. */
export const stop: AddCommand = (program, run) => {
  program
    .command("stop")
    .summary("end the agent in good order")
    .addHelpText(
      "after",
      examples(["hookline stop", "what is not done yet is done at the next start"]),
    )
    .action(
      run(async (context: Context) => {
        const { out } = context;
        if (!(await out.during("Stopping", stopAgent(context)))) {
          out.line("No agent is running.");
          return EXIT.inSync;
        }
        out.line(`${out.paint("good", "✓")} The agent has stopped.`);
        return EXIT.inSync;
      }),
    );
};
