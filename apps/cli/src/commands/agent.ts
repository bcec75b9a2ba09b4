import { EXIT } from "@hookline/core/client";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { hostAgent } from "../run-agent.ts";

/** `hookline agent`: the agent without a screen. */
export const agent: AddCommand = (program, run) => {
  program
    .command("agent")
    .summary("run the agent without a screen, for services and containers")
    .description(
      "Runs in the foreground, prints its log as lines of JSON, and stops in good order on SIGTERM.",
    )
    .option("--quiet", "print nothing; the log file has it all")
    .addHelpText("after", examples(["hookline agent", "until SIGTERM or Ctrl-C"]))
    .action(
      run(async (context: Context, { quiet }: { quiet?: boolean }) => {
        const options = quiet === true ? {} : { logLine: context.out.line };
        const running = await hostAgent(context, options);
        await running.stopped;
        return EXIT.inSync;
      }),
    );
};
