import { previewWithoutAgent, systemClock } from "@hookline/core";
import {
  type AbsolutePath,
  EXIT,
  type ExitCode,
  type LookReply,
  worstExitCode,
} from "@hookline/core/client";
import { answered } from "../ask-agent.ts";
import { askForLook } from "../ask-for-look.ts";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { showLooks } from "../out/show-looks.ts";
import { showPreviews } from "../out/show-previews.ts";
import { whichRepositories } from "../which-repository.ts";

interface SyncOptions {
  readonly all?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly wait?: boolean;
}

/** `hookline sync`: look at a repository now. */
export const sync: AddCommand = (program, run) => {
  program
    .command("sync")
    .summary("look at a repository now")
    .description(
      "Has the agent look at once: take the remote's commits, push ours. Without an agent it is done here.\n" +
        "Exit code with --wait: 0 in sync, 1 needs a person, 2 held, 3 network.",
    )
    .argument("[path]", "one repository; without it, the one of the current folder, or all")
    .option("--all", "all repositories, wherever you are")
    .option("-n, --dry-run", "say what a look would do and replace, and do nothing of it")
    .option("--wait", "wait for the result and print it")
    .option("--json", "the result for programs; waits")
    .addHelpText(
      "after",
      examples(
        ["hookline sync", "and go on working"],
        ["hookline sync --wait && ./deploy", "only if in sync"],
        ["hookline sync --dry-run", "what would happen now"],
      ),
    )
    .action(
      run(async (context: Context, typed: string | undefined, options: SyncOptions) => {
        const path = await whichRepositories(context, typed, options.all === true);
        if (options.dryRun === true) return dryRun(context, path, options.json === true);
        const wait = options.wait === true || options.json === true;
        const reply = await context.out.during(
          "Looking",
          askForLook(context, { path, wait, occasion: "sync" }),
        );
        if (reply.asked) {
          context.out.line("The agent is looking. See `hookline status`.");
          return EXIT.inSync;
        }
        return tell(context, reply.results, options.json === true);
      }),
    );
};

/** Says what looks would do. The exit code is the one that `sync` would find things in now. */
async function dryRun(
  context: Context,
  path: AbsolutePath | null,
  json: boolean,
): Promise<ExitCode> {
  const { client, door, home, out } = context;
  const preview = async () =>
    answered(await client.preview({ repository: path }), home)?.value ??
    (await previewWithoutAgent(door, home, systemClock, path));
  const { previews } = await out.during("Asking", preview());
  if (json) out.json({ previews });
  else showPreviews(context, previews);
  return worstExitCode(previews);
}

type Results = LookReply["results"];

function tell(context: Context, results: Results, json: boolean): ExitCode {
  if (json) context.out.json({ results });
  else showLooks(context, results);
  return worstExitCode(results.map(({ status }) => status));
}
