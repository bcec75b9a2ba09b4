import { EXIT } from "@hookline/core/client";
import { tilde } from "@hookline/core/words";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { syncedRepositories } from "../synced-repositories.ts";

/** `hookline list`: the repositories that Hookline syncs. */
export const list: AddCommand = (program, run) => {
  program
    .command("list")
    .summary("name the repositories that Hookline syncs")
    .option("--json", "as a JSON array of paths")
    .addHelpText(
      "after",
      examples(["hookline list", "one path a line"], ["hookline list --json", "for programs"]),
    )
    .action(
      run(async (context: Context, { json }: { json?: boolean }) => {
        const { out, env } = context;
        const paths = await syncedRepositories(context);
        if (json === true) out.json(paths);
        else if (paths.length === 0)
          out.line("Hookline syncs no repository yet. Add one: `hookline add <path>`");
        else for (const path of paths) out.line(out.isTerminal ? tilde(path, env["HOME"]) : path);
        return EXIT.inSync;
      }),
    );
};
