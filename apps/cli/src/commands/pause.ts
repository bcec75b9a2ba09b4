import { describeExit, listConfig, listRegistered, loadSettings, openGit } from "@hookline/core";
import { type AbsolutePath, ConfigError, EXIT } from "@hookline/core/client";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { tilde } from "../out/words.ts";
import { tellAgent } from "../tell-agent.ts";
import { whichRepository } from "../which-repository.ts";

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
  const { door, env, out } = context;
  const paths = all === true ? await listRegistered(door) : [await whichRepository(context, typed)];
  for (const path of paths) await (paused ? pauseOne(context, path) : resumeOne(context, path));
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

const KEY = "hookline.paused";

function pauseOne(context: Context, path: AbsolutePath): Promise<void> {
  return write(context, path, ["--replace-all"], [KEY, "true"]);
}

/** Takes the pause back, and outvotes one that the user's global config holds. */
async function resumeOne(context: Context, path: AbsolutePath): Promise<void> {
  await write(context, path, ["--unset-all"], [KEY]);
  const listed = await listConfig(openGit(context.door, path));
  if (listed.kind === "listed" && loadSettings(listed.entries).settings.paused) {
    await write(context, path, ["--replace-all"], [KEY, "false"]);
  }
}

/** git's code for a key that is not there to be unset (git-config(1)). */
const NOTHING_TO_UNSET = 5;

async function write(
  { door }: Context,
  path: AbsolutePath,
  flags: readonly string[],
  operands: readonly string[],
): Promise<void> {
  const exit = await openGit(
    door,
    path,
  )({ verb: "config", flags: ["--local", ...flags], operands });
  if (exit.kind === "exited" && [0, NOTHING_TO_UNSET].includes(exit.exitCode)) return;
  throw new ConfigError(`The git config of ${path} could not be written: ${describeExit(exit)}.`, {
    code: "config-not-written",
    hint: "Check that the file is writable and that no other git command holds it.",
  });
}
