import { accept, revoke } from "@hookline/core";
import { type AbsolutePath, EXIT, type ExitCode } from "@hookline/core/client";
import { counted, tilde } from "@hookline/core/words";
import { askYesOrNo } from "../ask-yes-or-no.ts";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { showTrust } from "../out/show-trust.ts";
import { readTrust, type TrustItem } from "../read-trust.ts";
import { requireRepository } from "../repository-here.ts";
import { tellAgent } from "../tell-agent.ts";

interface TrustOptions {
  readonly json?: boolean;
  readonly list?: boolean;
  readonly revoke?: boolean;
  readonly yes?: boolean;
}

/** `hookline trust`: read what a repository's own config would run, and accept it. */
export const trust: AddCommand = (program, run) => {
  program
    .command("trust")
    .summary("read what a repository's own config would run, and accept it")
    .description(
      "Commands, tasks and git's programs (filters, ssh, credential helpers) that a repository's own config sets\n" +
        "do not run until you have accepted exactly these values. Those of your global config always do.",
    )
    .argument("[path]", "the repository; without it, the one of the current folder")
    .option("--list", "only show; exit code 1 when something is not trusted")
    .option("--revoke", "take back what was accepted for this repository")
    .option("--yes", "accept without asking")
    .option("--json", "for programs; only shows, unless --yes is given")
    .addHelpText(
      "after",
      examples(["hookline trust", "read, then answer"], ["hookline trust --list", "only read"]),
    )
    .action(
      run(async (context: Context, typed: string | undefined, options: TrustOptions) => {
        const path = await requireRepository(context, typed);
        if (options.revoke === true) return takeBack(context, path);
        const items = await readTrust(context, path);
        const open = items.filter(({ trusted }) => !trusted);
        if (options.json !== true) showTrust(context, path, items);
        const onlyShows = options.list === true || (options.json === true && options.yes !== true);
        const accepted = !onlyShows && open.length > 0 && (await decide(context, options));
        if (accepted) await take(context, path, open, options.json === true);
        if (options.json === true) {
          context.out.json({
            repository: path,
            items: accepted ? await readTrust(context, path) : items,
          });
        }
        return open.length === 0 || accepted ? EXIT.inSync : EXIT.needsPerson;
      }),
    );
};

async function decide({ out }: Context, options: TrustOptions): Promise<boolean> {
  if (options.yes === true) return true;
  const answer = await askYesOrNo("Let these run?");
  if (answer === null) out.line("Nobody is here to answer. `hookline trust --yes` accepts them.");
  return answer === true;
}

/** Accepts exactly what was shown: what changed since then has another hash. */
async function take(
  context: Context,
  path: AbsolutePath,
  open: readonly TrustItem[],
  quiet: boolean,
): Promise<void> {
  const { out, door } = context;
  await accept(door, path, open);
  await tellAgent(context);
  if (!quiet) out.line(`${out.paint("good", "✓")} Trusted, until one of these values changes.`);
}

async function takeBack(context: Context, path: AbsolutePath): Promise<ExitCode> {
  const { out, door, env } = context;
  const count = await revoke(door, path);
  await tellAgent(context);
  const name = out.paint("strong", tilde(path, env["HOME"]));
  out.line(
    count === 0
      ? `Nothing was trusted in ${name}.`
      : `${out.paint("good", "✓")} Took back ${counted(count, "acceptance")} for ${name}.`,
  );
  return EXIT.inSync;
}
