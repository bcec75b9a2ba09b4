import { EXIT } from "@hookline/core/client";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { tilde } from "../out/words.ts";
import { syncedRepositories } from "../synced-repositories.ts";
import { tellAgent } from "../tell-agent.ts";
import { whichRepository } from "../which-repository.ts";
import { writeFlag } from "../write-flag.ts";

interface PauseOptions {
  readonly all?: boolean;
}

/** `hookline pause`: do nothing in a repository until told otherwise. */
export const pause: AddCommand = (program, run) => {
  program
    .command("pause")
    .summary("do nothing until `resume`")
    .description(
      "Sets hookline.paused in the repository's git config, so a pause outlives restarts.",
    )
    .argument("[path]", "the repository; without it, the one of the current folder")
    .option("--all", "every repository")
    .addHelpText(
      "after",
      examples(["hookline pause", "this repository"], ["hookline pause --all", "all of them"]),
    )
    .action(
      run((context: Context, path: string | undefined, options: PauseOptions) =>
        setPaused(context, path, options, true),
      ),
    );
};

/** `hookline resume`: go on after a pause. */
export const resume: AddCommand = (program, run) => {
  program
    .command("resume")
    .summary("go on after `pause`")
    .argument("[path]", "the repository; without it, the one of the current folder")
    .option("--all", "every repository")
    .addHelpText(
      "after",
      examples(["hookline resume", "this repository"], ["hookline resume --all", "all of them"]),
    )
    .action(
      run((context: Context, path: string | undefined, options: PauseOptions) =>
        setPaused(context, path, options, false),
      ),
    );
};

async function setPaused(
  context: Context,
  typed: string | undefined,
  { all }: PauseOptions,
  paused: boolean,
) {
  const { env, out } = context;
  const paths =
    all === true ? await syncedRepositories(context) : [await whichRepository(context, typed)];
  for (const path of paths) await writeFlag(context, path, "paused", paused);
  await tellAgent(context);
  for (const path of paths) {
    const name = out.paint("strong", tilde(path, env["HOME"]));
    out.line(
      paused
        ? `${out.paint("warning", "‖")} ${name} is paused. \`hookline resume\` ends it.`
        : `${out.paint("good", "✓")} ${name} is synced again.`,
    );
  }
  if (paths.length === 0) out.line("Hookline syncs no repository yet.");
  return EXIT.inSync;
}
