import { syncWithoutAgent, systemClock } from "@hookline/core";
import {
  type AbsolutePath,
  EXIT,
  type ExitCode,
  type LookReply,
  ProtocolError,
  worstExitCode,
} from "@hookline/core/client";
import { answered } from "../ask-agent.ts";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { showLooks } from "../out/show-looks.ts";
import { STOP_SIGNALS } from "../run-agent.ts";
import { whichRepositories } from "../which-repository.ts";

interface SyncOptions {
  readonly all?: boolean;
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
    .option("--wait", "wait for the result and print it")
    .option("--json", "the result for programs; waits")
    .addHelpText(
      "after",
      examples(
        ["hookline sync", "and go on working"],
        ["hookline sync --wait && ./deploy", "only if in sync"],
      ),
    )
    .action(
      run(async (context: Context, typed: string | undefined, options: SyncOptions) => {
        const path = await whichRepositories(context, typed, options.all === true);
        const wait = options.wait === true || options.json === true;
        const reply = await context.out.during("Looking", look(context, path, wait));
        if (reply.asked) {
          context.out.line("The agent is looking. See `hookline status`.");
          return EXIT.inSync;
        }
        return tell(context, reply.results, options.json === true);
      }),
    );
};

type Results = LookReply["results"];

async function look(
  context: Context,
  path: AbsolutePath | null,
  wait: boolean,
): Promise<{ readonly asked: boolean; readonly results: Results }> {
  const answer = await context.client.look({ repository: path, wait });
  if (answer.kind === "hung") {
    throw new ProtocolError("The agent ended, or stopped answering, in the middle of the look.", {
      code: "agent-hung",
      hint: "Nothing is lost: the next start looks again. See `hookline doctor`.",
    });
  }
  const byAgent = answered(answer, context.home);
  if (byAgent !== undefined) return { asked: !wait, results: byAgent.value.results };
  const { home, env } = context;
  const options = { home, env, clock: systemClock, logLevel: "info" as const };
  const interrupt = new AbortController();
  const stop = (): void => interrupt.abort();
  for (const signal of STOP_SIGNALS) process.once(signal, stop);
  const { results } = await syncWithoutAgent(options, path, interrupt.signal);
  for (const signal of STOP_SIGNALS) process.off(signal, stop);
  return { asked: false, results };
}

function tell(context: Context, results: Results, json: boolean): ExitCode {
  if (json) context.out.json({ results });
  else showLooks(context, results);
  return worstExitCode(results.map(({ status }) => status));
}
