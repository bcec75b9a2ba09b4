import { writeSetting } from "@hookline/core";
import { EXIT } from "@hookline/core/client";
import { tilde } from "@hookline/core/words";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { type PauseWish, pauseUntil } from "../pause-until.ts";
import { syncedRepositories } from "../synced-repositories.ts";
import { tellAgent } from "../tell-agent.ts";
import { whichRepository } from "../which-repository.ts";

interface PauseOptions extends PauseWish {
  readonly all?: boolean;
}

/** `hookline pause`: do nothing in a repository until told otherwise. */
export const pause: AddCommand = (program, run) => {
  program
    .command("pause")
    .summary("do nothing until `resume`, or for a while")
    .description(
      "Sets hookline.paused in the repository's git config, or with --all in your global one, so a pause\noutlives restarts.",
    )
    .argument("[path]", "the repository; without it, the one of the current folder")
    .option("--all", "every repository, those to come too")
    .option("--for <span>", "how long, such as 90m, 2h or 1d")
    .option("--until <time>", "when it ends, such as 2026-12-24T18:00")
    .addHelpText(
      "after",
      examples(
        ["hookline pause", "this repository"],
        ["hookline pause --all --for 1h", "all of them, for an hour"],
      ),
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
  { all, ...wish }: PauseOptions,
  paused: boolean,
) {
  const { door, env, out } = context;
  const until = pauseUntil(wish, Date.now());
  const value = paused ? (until ?? "true") : "false";
  const paths = all === true ? [] : [await whichRepository(context, typed)];
  for (const path of paths) await writeSetting(door, path, "paused", value);
  // One key for all, so that a repository that was paused by itself stays so.
  if (all === true) await writeSetting(door, "global", "paused", value);
  if (all === true && !paused) {
    for (const path of await syncedRepositories(context))
      await writeSetting(door, path, "paused", "false");
  }
  await tellAgent(context);
  const what = all === true ? "everything" : out.paint("strong", tilde(paths.join(), env["HOME"]));
  const subject = what.charAt(0).toUpperCase() + what.slice(1);
  const how = until === null ? "" : ` until ${new Date(until).toLocaleString("en-GB", WHEN)}`;
  const flag = all === true ? " --all" : "";
  out.line(
    paused
      ? `${out.paint("warning", "‖")} ${subject} is paused${how}. \`hookline resume${flag}\` ends it.`
      : `${out.paint("good", "✓")} ${subject} is synced again.`,
  );
  return EXIT.inSync;
}

const WHEN = {
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
} as const;
