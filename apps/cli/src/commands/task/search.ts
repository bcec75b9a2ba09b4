import { EXIT, InputError } from "@hookline/core/client";
import { printable } from "@hookline/core/words";
import { type AddCommand, examples } from "../../command.ts";
import type { Context } from "../../context.ts";
import { openJobDesk } from "../../open-job-desk.ts";
import { foundLines } from "../../out/describe-result.ts";
import { readCount } from "../../queue-choice.ts";
import { whichRepositories } from "../../which-repository.ts";

interface SearchOptions {
  readonly all?: boolean;
  readonly count: string;
  readonly json?: boolean;
  readonly repo?: string;
  readonly task?: string;
}

/** The most that a search gives. */
const MOST = 200;

/** `hookline task search`. */
export const addSearch: AddCommand = (group, run) => {
  group
    .command("search")
    .summary("find something in what tasks printed")
    .description(
      'Finds runs whose output has all of the words, the best first. "Several words" in quotes of their own\n' +
        "stand together.\n" +
        "Exit code: 0, also when nothing is found: a search that worked has not failed.",
    )
    .argument("<words...>", "what to find")
    .option("--all", "in all repositories, wherever you are")
    .option("--repo <path>", "in one repository; without it, in the current folder's, or in all")
    .option("--task <name>", "of one task")
    .option("-n, --count <count>", "how many at most", "20")
    .option("--json", "for programs; U+E000 and U+E001 stand around each hit")
    .addHelpText(
      "after",
      examples(
        ["hookline task search retry policy", "both words, anywhere"],
        ["hookline task search '\"retry policy\"'", "the two words together"],
      ),
    )
    .action(
      run(async (context: Context, words: readonly string[], options: SearchOptions) => {
        const { out, env } = context;
        const query = words.join(" ").trim();
        if (query === "" || query.length > 1000) {
          throw new InputError("A search wants some words, 1000 characters at most.", {
            code: "bad-query",
            hint: "For example `hookline task search retry policy`.",
          });
        }
        const most = readCount(options.count, MOST);
        const repository = await whichRepositories(context, options.repo, options.all === true);
        const { results } = await out.during(
          "Searching",
          openJobDesk(context).results({
            repository,
            task: options.task ?? null,
            file: null,
            job: null,
            query,
            most,
            before: null,
            output: false,
          }),
        );
        if (options.json === true) {
          out.json({ repository, query, results });
          return EXIT.inSync;
        }
        if (results.length === 0) out.line(`Nothing that tasks printed has ${printable(query)}.`);
        const view = {
          now: Date.now(),
          homeFolder: env["HOME"],
          paint: out.paint,
          columns: null,
          severalRepositories: new Set(results.map((one) => one.repository)).size > 1,
        };
        for (const result of results) for (const line of foundLines(result, view)) out.line(line);
        return EXIT.inSync;
      }),
    );
};
