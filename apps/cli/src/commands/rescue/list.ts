import { listRescues, markTold, type Rescue } from "@hookline/core";
import { EXIT } from "@hookline/core/client";
import { rescueSentence, tilde } from "@hookline/core/words";
import { type AddCommand, examples } from "../../command.ts";
import type { Context } from "../../context.ts";
import { valueOf } from "../../git-value.ts";
import { rescueHeading } from "../../out/describe-rescue.ts";
import { listOnRemotes, openRepository } from "../../which-rescue.ts";

interface ListOptions {
  readonly json?: boolean;
  readonly remote?: boolean;
}

/** `hookline rescue list`. */
export const addList: AddCommand = (group, run) => {
  group
    .command("list")
    .summary("what was kept in a repository")
    .description("Lists what Hookline kept before replacing it, the newest first.")
    .argument("[path]", "the repository; without it, the one of the current folder")
    .option("--remote", "what lies on the remotes: commits that a push of an alpha replaced there")
    .option("--json", "for programs; does not count as telling you")
    .addHelpText(
      "after",
      examples(
        ["hookline rescue list", "in this repository"],
        ["hookline rescue list --remote", "on its remotes"],
      ),
    )
    .action(
      run(async (context: Context, typed: string | undefined, options: ListOptions) => {
        const { out, env } = context;
        const tools = await openRepository(context, typed);
        const rescues =
          options.remote === true
            ? await out.during("Asking the remotes", listOnRemotes(tools))
            : valueOf(await listRescues(tools));
        const { root } = tools.place;
        if (options.json === true) {
          out.json({ repository: root, rescues });
          return EXIT.inSync;
        }
        if (rescues.length === 0) {
          const where = options.remote === true ? "on the remotes of" : "in";
          out.line(`There is no rescue ${where} ${tilde(root, env["HOME"])}.`);
          return EXIT.inSync;
        }
        show(context, rescues, options.remote === true);
        await markTold(tools, rescues);
        return EXIT.inSync;
      }),
    );
};

function show({ out }: Context, rescues: readonly Rescue[], onRemotes: boolean): void {
  const view = { now: Date.now(), paint: out.paint };
  for (const rescue of rescues) {
    out.line(rescueHeading(rescue, view));
    out.line(`  ${rescueSentence(rescue)}`);
    out.line();
  }
  const flag = onRemotes ? " --remote" : "";
  out.line(
    out.paint(
      "quiet",
      `Look inside with \`hookline rescue show${flag} <name>\`, get it back with \`hookline rescue restore${flag} <name>\`.`,
    ),
  );
}
