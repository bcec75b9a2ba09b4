import { EXIT, type ExitCode, readiness } from "@hookline/core/client";
import { answered } from "../ask-agent.ts";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";

/** `hookline healthcheck`: is the agent well? For a container's HEALTHCHECK, without curl. */
export const healthcheck: AddCommand = (program, run) => {
  program
    .command("healthcheck")
    .summary("say whether the agent is well, for containers")
    .description(
      "Ends with 0 when the agent answers; with --ready, when each repository was in sync once since\n" +
        "it started. Otherwise with 1, and says why.",
    )
    .option("--ready", "ask for more than an answer")
    .addHelpText(
      "after",
      examples(
        ["hookline healthcheck", "is it alive?"],
        ["hookline healthcheck --ready", "is everything there?"],
      ),
    )
    .action(
      run((context: Context, { ready }: { ready?: boolean }) =>
        ready === true ? checkReady(context) : checkAlive(context),
      ),
    );
};

async function checkAlive({ client, home, out }: Context): Promise<ExitCode> {
  const health = answered(await client.health(), home);
  out.line(
    health === undefined ? "No agent runs." : `The agent is well (pid ${health.value.pid}).`,
  );
  return health === undefined ? EXIT.needsPerson : EXIT.inSync;
}

async function checkReady({ client, home, out }: Context): Promise<ExitCode> {
  const status = answered(await client.status(), home);
  if (status === undefined) {
    out.line("No agent runs.");
    return EXIT.needsPerson;
  }
  const { ready, reasons } = readiness(status.value);
  if (ready) out.line("Ready.");
  for (const { repository, says } of reasons) out.line(`${repository}: ${says}`);
  return ready ? EXIT.inSync : EXIT.needsPerson;
}
