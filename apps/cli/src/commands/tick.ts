import { EXIT, worstExitCode } from "@hookline/core/client";
import { askForLook } from "../ask-for-look.ts";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { showLooks } from "../out/show-looks.ts";
import { whichRepository } from "../which-repository.ts";

interface TickOptions {
  readonly json?: boolean;
  readonly wait?: boolean;
}

/** `hookline tick`: run a repository's tick now. */
export const tick: AddCommand = (program, run) => {
  program
    .command("tick")
    .summary("run a repository's tick now")
    .description(
      "Runs hookline.tickCommand, commits hookline.tickPath, then syncs; the agent does so every hookline.tickInterval.\n" +
        "Without an agent it is done here. Exit code with --wait: as for `hookline sync`.",
    )
    .argument("[path]", "the repository; without it, the one of the current folder")
    .option("--wait", "wait for the result and print it")
    .option("--json", "the result for programs; waits")
    .addHelpText(
      "after",
      examples(
        ["git config --global hookline.tickCommand ./tick.sh", "what to run"],
        ["git config hookline.tickPath state/", "what to commit"],
        ["hookline tick --wait", "now, and see what came of it"],
      ),
    )
    .action(
      run(async (context: Context, typed: string | undefined, options: TickOptions) => {
        const path = await whichRepository(context, typed);
        const { out } = context;
        const json = options.json === true;
        const wait = options.wait === true || json;
        const wish = askForLook(context, { path, wait, occasion: "tick" });
        const { asked, results } = await out.during("Running the tick", wish);
        if (asked) {
          out.line("The agent runs the tick. See `hookline status`.");
          return EXIT.inSync;
        }
        const warnings = results.flatMap(({ status }) => status.warnings);
        if (json) out.json({ results });
        else {
          showLooks(context, results);
          for (const warning of warnings) out.line(`  ${out.paint("warning", "!")} ${warning}`);
        }
        // A tick that could not do all that was asked for is no success, though the syncing is.
        const code = worstExitCode(results.map(({ status }) => status));
        return code === EXIT.inSync && warnings.length > 0 ? EXIT.needsPerson : code;
      }),
    );
};
