import { EXIT } from "@hookline/core/client";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { stopAgent } from "../stop-agent.ts";

const WORDS = {
  nothing: "No agent is running.",
  agent: "The agent has stopped.",
  runner: "The background runner has stopped; the next one, or the agent, does what is left.",
} as const;

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
        const stopped = await out.during("Stopping", stopAgent(context));
        out.line(
          stopped === "nothing" ? WORDS.nothing : `${out.paint("good", "✓")} ${WORDS[stopped]}`,
        );
        return EXIT.inSync;
      }),
    );
};
