import { describeExit, listConfig, loadSettings, openGit, writeSetting } from "@hookline/core";
import { ConfigError, EXIT, InputError } from "@hookline/core/client";
import { tilde } from "@hookline/core/words";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { tellAgent } from "../tell-agent.ts";
import { whichRepository } from "../which-repository.ts";

const WORDS: ReadonlyMap<string, boolean> = new Map([
  ["on", true],
  ["off", false],
]);

/** `hookline alpha`: whose history wins where both sides moved on. */
export const alpha: AddCommand = (program, run) => {
  program
    .command("alpha")
    .summary("say who wins where both sides moved on")
    .description(
      "With alpha on, this machine's commits win a divergence, and the remote's are kept on the remote.\n" +
        "With alpha off, the default, the remote's commits win, and this machine's are kept here.\n" +
        "Nothing is lost either way: `hookline rescue list` shows what was replaced.",
    )
    .argument("[path]", "the repository; without it, the one of the current folder")
    .argument("[state]", "`on` or `off`; without it, alpha is only shown")
    .addHelpText(
      "after",
      examples(
        ["hookline alpha ~/notes on", "this machine wins"],
        ["hookline alpha off", "the remote wins, in this repository"],
        ["hookline alpha", "show which of them holds here"],
      ),
    )
    .action(
      run(async (context: Context, first: string | undefined, second: string | undefined) => {
        const alone = second === undefined && first !== undefined && WORDS.has(first);
        const path = await whichRepository(context, alone ? undefined : first);
        const word = alone ? first : second;
        if (word !== undefined) {
          const on = WORDS.get(word);
          if (on === undefined) {
            throw new InputError(`alpha is on or off, not "${word}".`, {
              code: "bad-word",
              hint: "For example `hookline alpha ~/notes on`.",
            });
          }
          await writeSetting(context.door, path, "alpha", String(on));
          await tellAgent(context);
        }
        const listed = await listConfig(openGit(context.door, path));
        if (listed.kind === "failed") {
          throw new ConfigError(`git could not list the settings: ${describeExit(listed.exit)}.`, {
            code: "config-not-read",
            hint: "Run `git config --list --show-origin` and mend the file that it names.",
          });
        }
        const { settings } = loadSettings(listed.entries, context.env);
        const { out, env } = context;
        const name = out.paint("strong", tilde(path, env["HOME"]));
        out.line(
          settings.alpha
            ? `${name} is alpha: where both sides moved on, this machine's commits win.`
            : `${name} is not alpha: where both sides moved on, the remote's commits win.`,
        );
        return EXIT.inSync;
      }),
    );
};
