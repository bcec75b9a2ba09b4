import { describeExit, openGit, openGitOutside } from "@hookline/core";
import { type AbsolutePath, ConfigError, EXIT } from "@hookline/core/client";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { tilde } from "../out/words.ts";
import { whichRepository } from "../which-repository.ts";

interface PauseOptions {
  readonly all?: boolean;
}

/** `hookline pause`: do nothing in a repository until told otherwise. */
export const pause: AddCommand = (program, run) => {
  program
    .command("pause")
    .summary("do nothing until `resume`")
    .description("Sets hookline.paused in git config, so a pause outlives restarts.")
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
  const { out, env, client } = context;
  const path = all === true ? null : await whichRepository(context, typed);
  await writePaused(context, path, paused);
  await client.reload();
  const what = path === null ? "Every repository" : out.paint("strong", tilde(path, env["HOME"]));
  out.line(
    paused
      ? `${out.paint("warning", "‖")} ${what} is paused. \`hookline resume${path === null ? " --all" : ""}\` ends it.`
      : `${out.paint("good", "✓")} ${what} is synced again.`,
  );
  return EXIT.inSync;
}

async function writePaused(
  { door }: Context,
  path: AbsolutePath | null,
  paused: boolean,
): Promise<void> {
  const exit = await (path === null ? openGitOutside(door) : openGit(door, path))({
    verb: "config",
    flags: [path === null ? "--global" : "--local", "--replace-all"],
    operands: ["hookline.paused", String(paused)],
  });
  if (exit.kind === "exited" && exit.exitCode === 0) return;
  throw new ConfigError(`The git config could not be written: ${describeExit(exit)}.`, {
    code: "config-not-written",
    hint: "Check that the file is writable and that no other git command holds it.",
  });
}
