import { EXIT } from "@hookline/core/client";
import { tilde } from "@hookline/core/words";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { showHooks } from "../out/show-hooks.ts";
import { runShown } from "../run-shown.ts";
import { addRepository } from "./add.ts";

/** `hookline up`: add a repository and run the agent, in one go. */
export const up: AddCommand = (program, run) => {
  program
    .command("up")
    .summary("add a repository and run the agent here, in one go")
    .argument("[path]", "the repository; without it, the one of the current folder")
    .addHelpText("after", examples(["hookline up ~/notes", "add it, and watch the agent work"]))
    .action(
      run(async (context: Context, typed: string | undefined) => {
        const { out, env } = context;
        const { path } = await addRepository(context, typed);
        out.line(
          `${out.paint("good", "✓")} Hookline syncs ${out.paint("strong", tilde(path, env["HOME"]))}.`,
        );
        await showHooks(context, path);
        await runShown(context, []);
        return EXIT.inSync;
      }),
    );
};
