import { EXIT, type ExitCode, type Status, worstExitCode } from "@hookline/core/client";
import { counted } from "@hookline/core/words";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { followStatus } from "../follow-status.ts";
import { liveLines } from "../out/live-lines.ts";
import { statusLines } from "../out/print-status.ts";
import { onlyRepository, readStatus } from "../read-status.ts";
import { whichRepositories } from "../which-repository.ts";

interface StatusOptions {
  readonly all?: boolean;
  readonly json?: boolean;
  readonly watch?: boolean;
}

/** `hookline status`: how every repository is doing. */
export const status: AddCommand = (program, run) => {
  program
    .command("status")
    .summary("say how the repositories are doing")
    .description(
      "Says for each repository where it stands, when it was last in sync, what is queued and what to do.\n" +
        "Exit code: 0 in sync, 1 needs a person, 2 held or not in sync yet, 3 network.",
    )
    .argument("[path]", "one repository; without it, the one of the current folder, or all")
    .option("--all", "all repositories, wherever you are")
    .option("--json", "for programs; a stable interface")
    .option("--watch", "keep showing it; with --json, one status a line at each change")
    .addHelpText(
      "after",
      examples(
        ["hookline status", "this repository, or all"],
        ["hookline status --watch", "live, until Ctrl-C"],
        ["hookline status --json | jq .queue", "for scripts"],
      ),
    )
    .action(
      run(async (context: Context, typed: string | undefined, options: StatusOptions) => {
        const path = await whichRepositories(context, typed, options.all === true);
        if (options.watch === true) return watch(context, path, options.json === true);
        const whole = await context.out.during("Asking git", readStatus(context));
        const shown = onlyRepository(whole, path);
        if (options.json === true) context.out.json(shown);
        else print(context, shown, whole.repositories.length - shown.repositories.length);
        return worstExitCode(shown.repositories);
      }),
    );
};

function print({ out, env }: Context, shown: Status, others: number): void {
  const view = { now: Date.now(), homeFolder: env["HOME"], paint: out.paint };
  for (const line of statusLines(shown, view)) out.line(line);
  if (others > 0) {
    out.line(
      out.paint(
        "quiet",
        `${counted(others, "more repository", "more repositories")}: \`hookline status --all\``,
      ),
    );
  }
}

/** Shows the status until Ctrl-C, or until the agent ends. */
async function watch(context: Context, path: string | null, json: boolean): Promise<ExitCode> {
  const { out, env } = context;
  const live = liveLines(out);
  let last: Status | undefined;
  const draw = (): void => {
    if (last === undefined) return;
    live.show(statusLines(last, { now: Date.now(), homeFolder: env["HOME"], paint: out.paint }));
  };
  // On a terminal the times go on; elsewhere only news is worth a drawing.
  const clock = out.isTerminal && !json ? setInterval(draw, 1000) : undefined;
  try {
    for await (const whole of followStatus(context)) {
      last = onlyRepository(whole, path);
      if (json) out.line(JSON.stringify(last));
      else draw();
    }
  } finally {
    clearInterval(clock);
    live.end();
  }
  if (last === undefined) {
    const shown = onlyRepository(await readStatus(context), path);
    if (json) out.line(JSON.stringify(shown));
    else print(context, shown, 0);
    return EXIT.held;
  }
  if (!json) out.line("The agent has stopped.");
  return worstExitCode(last.repositories);
}
