import { fileURLToPath } from "node:url";
import { readCloneUrl, readListenAddress, resolvePath, tellLog } from "@hookline/core";
import { type AbsolutePath, EXIT, HooklineError, InputError } from "@hookline/core/client";
import { Option } from "commander";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { isAgentRunning } from "../once-free.ts";
import { type HostOptions, hostAgent } from "../run-agent.ts";
import { runRunner } from "../runner/run-runner.ts";
import { spawnApart } from "../runner/spawn-apart.ts";

const OWN_MAIN = fileURLToPath(new URL("../main.js", import.meta.url));

interface AgentFlags {
  readonly repo?: readonly string[];
  readonly clone?: string;
  readonly branch?: string;
  readonly listen?: string;
  readonly quiet?: boolean;
  readonly drain?: boolean;
  readonly detach?: boolean;
}

/** `hookline agent`: the agent without a screen. */
export const agent: AddCommand = (program, run) => {
  program
    .command("agent")
    .summary("run the agent without a screen, for services and containers")
    .description(
      "Runs in the foreground, prints its log as lines of JSON, and stops in good order on SIGTERM.\n" +
        "With --repo it syncs exactly those repositories, whatever `hookline list` says.",
    )
    .option("--repo <folder>", "sync this repository (may be repeated)", collect)
    .option("--clone <url>", "clone it from there first, if the folder is missing or empty")
    .option("--branch <name>", "the branch to clone")
    .option("--listen <address>", "serve /healthz, /readyz and /metrics there, e.g. 127.0.0.1:9464")
    .option("--quiet", "print nothing; the log file has it all")
    .addOption(new Option("--drain", "for runner.sh: do what waits, and end").hideHelp())
    .addOption(new Option("--detach", "with --drain: in a session of its own").hideHelp())
    .addHelpText(
      "after",
      examples(
        ["hookline agent", "until SIGTERM or Ctrl-C"],
        ["hookline agent --repo /data/notes --clone https://host/notes.git", "in a container"],
      ),
    )
    .action(
      run(async (context: Context, flags: AgentFlags) => {
        if (flags.drain === true && flags.detach === true) {
          spawnApart([...process.execArgv, OWN_MAIN, "agent", "--drain", "--quiet"], context.env);
          return EXIT.inSync;
        }
        if (flags.drain === true) return runRunner(context);
        const options = await hostOptions(context, flags);
        const running = await hostAgent(context, options).catch((error: unknown) =>
          giveUp(context, error),
        );
        await running.stopped;
        return EXIT.inSync;
      }),
    );
};

/** Leaves a word in the log for those who started it and do not read along, such as a service. */
async function giveUp({ home, version }: Context, error: unknown): Promise<never> {
  if (!isAgentRunning(error)) {
    const code = error instanceof HooklineError ? error.code : "unexpected";
    const problem = error instanceof Error ? error.message : String(error);
    await tellLog(home, "agent.failed", { pid: process.pid, version, code, problem });
  }
  throw error;
}

async function hostOptions({ cwd, out }: Context, flags: AgentFlags): Promise<HostOptions> {
  const { repo = [], clone, branch, listen, quiet } = flags;
  const repositories: AbsolutePath[] = [];
  for (const typed of repo) repositories.push(await resolvePath(cwd, typed));
  if (clone !== undefined && new Set(repositories).size !== 1) {
    throw usage("--clone fills one folder.", "Name it with one --repo <folder>.");
  }
  if (branch !== undefined && clone === undefined)
    throw usage("--branch says what to clone.", "Add --clone <url>, or leave it out.");
  const from = clone === undefined ? null : readCloneUrl(clone);
  // The command line of a process is for everyone to read; this takes it away.
  if (from?.secret != null) process.title = "hookline agent";
  return {
    ...(quiet === true ? {} : { logLine: out.line }),
    ...(listen === undefined ? {} : { listen: readListenAddress(listen) }),
    ...(repositories.length === 0
      ? {}
      : {
          headless: {
            repositories: [...new Set(repositories)],
            clone: from && { from, branch },
          },
        }),
  };
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function usage(message: string, hint: string): InputError {
  return new InputError(message, { code: "usage", hint });
}
