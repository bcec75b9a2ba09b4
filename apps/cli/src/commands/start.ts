import { EXIT } from "@hookline/core/client";
import { hungAgent } from "../ask-agent.ts";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { agentLine } from "../out/agent-line.ts";
import { hostAgent } from "../run-agent.ts";
import { showAgent } from "../show-agent.ts";
import { startInBackground } from "../start-in-background.ts";

/** `hookline start`: start the agent. */
export const start: AddCommand = (program, run) => {
  program
    .command("start")
    .summary("start the agent")
    .description("Runs the agent here with a live view, or in the background with --detach.")
    .option("--detach", "in the background; it outlives this terminal")
    .addHelpText(
      "after",
      examples(
        ["hookline start", "here, until Ctrl-C"],
        ["hookline start --detach", "in the background"],
      ),
    )
    .action(
      run(async (context: Context, { detach }: { detach?: boolean }) => {
        const { out, client } = context;
        const running = await client.health();
        if (running.kind === "hung") throw hungAgent(context.home);
        if (running.kind === "ok" && !running.value.drains) {
          out.line(agentLine(context, "The agent is running already", running.value.pid));
          return EXIT.inSync;
        }
        if (detach === true) {
          const { pid } = await out.during("Starting the agent", startInBackground(context));
          out.line(`${agentLine(context, "The agent is running", pid)} \`hookline stop\` ends it.`);
          return EXIT.inSync;
        }
        await showAgent(context, await hostAgent(context));
        return EXIT.inSync;
      }),
    );
};
