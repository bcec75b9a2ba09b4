import { fetchRescue, markTold, showPatch, showRescue } from "@hookline/core";
import { EXIT } from "@hookline/core/client";
import { rescueSentence } from "@hookline/core/words";
import { type AddCommand, examples } from "../../command.ts";
import type { Context } from "../../context.ts";
import { gitError, valueOf } from "../../git-value.ts";
import { contentLines, rescueHeading } from "../../out/describe-rescue.ts";
import { openRepository, whichRescue } from "../../which-rescue.ts";

interface ShowOptions {
  readonly json?: boolean;
  readonly patch?: boolean;
  readonly remote?: boolean;
  readonly repo?: string;
}

/** `hookline rescue show`. */
export const addShow: AddCommand = (group, run) => {
  group
    .command("show")
    .summary("what is in a rescue")
    .description("Says why a rescue was made, which commits it keeps and which files it holds.")
    .argument(
      "<name>",
      "the rescue; as much of its name, or of the commit at its end, as is unique",
    )
    .option("--patch", "the uncommitted files as a patch")
    .option("--remote", "one that lies on a remote; brings it in, and moves no branch")
    .option("--repo <path>", "the repository; without it, the one of the current folder")
    .option("--json", "for programs; does not count as telling you")
    .addHelpText(
      "after",
      examples(
        ["hookline rescue show 3f2a", "commits and files"],
        ["hookline rescue show 3f2a --patch | less", "what was in the files"],
      ),
    )
    .action(
      run(async (context: Context, typed: string, options: ShowOptions) => {
        const { out } = context;
        const tools = await openRepository(context, options.repo);
        const rescue = await whichRescue(context, tools, typed, options.remote === true);
        const here = await out.during("Fetching it", fetchRescue(tools, rescue));
        if (here.kind === "failed") throw gitError(here.failure);
        if (options.patch === true) {
          valueOf(await showPatch(tools, rescue, (chunk) => void process.stdout.write(chunk)));
          return EXIT.inSync;
        }
        const contents = valueOf(await showRescue(tools, rescue));
        if (options.json === true) {
          out.json({ repository: tools.place.root, rescue, ...contents });
          return EXIT.inSync;
        }
        const view = { now: Date.now(), paint: out.paint };
        out.line(rescueHeading(rescue, view));
        out.line(`  ${rescueSentence(rescue)}`);
        out.line();
        for (const line of contentLines(rescue, contents, view)) out.line(line);
        out.line();
        const flag = rescue.remote === null ? "" : " --remote";
        out.line(
          out.paint("quiet", `Get it back with \`hookline rescue restore${flag} ${typed}\`.`),
        );
        await markTold(tools, [rescue]);
        return EXIT.inSync;
      }),
    );
};
