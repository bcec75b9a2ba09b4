import { EXIT } from "@hookline/core/client";
import { hungAgent } from "../ask-agent.ts";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { hostAgent } from "../run-agent.ts";
import { showAgent } from "../show-agent.ts";
import { spawnAgent } from "../spawn-agent.ts";

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
          out.line(
            `${out.paint("good", "✓")} The agent is running already (pid ${running.value.pid}).`,
          );
          return EXIT.inSync;
        }
        if (detach === true) {
          const { pid } = await out.during(
            "Starting the agent",
            spawnAgent(context, { outlives: true }),
          );
          out.line(
            `${out.paint("good", "✓")} The agent is running (pid ${pid}). \`hookline stop\` ends it.`,
          );
          return EXIT.inSync;
        }
        await showAgent(context, await hostAgent(context));
        return EXIT.inSync;
      }),
    );
};
