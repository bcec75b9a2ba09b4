import { isAbsolute, relative, resolve } from "node:path";
import { type AbsolutePath, EXIT, InputError, type TaskResult } from "@hookline/core/client";
import { type AddCommand, examples } from "../../command.ts";
import type { Context } from "../../context.ts";
import type { JobDesk } from "../../job-desk.ts";
import { openJobDesk } from "../../open-job-desk.ts";
import {
  olderInWords,
  type ResultView,
  resultLines,
  wholeResult,
} from "../../out/describe-result.ts";
import { readCount } from "../../queue-choice.ts";
import { readResults } from "../../read-results.ts";
import { whichRepositories } from "../../which-repository.ts";

interface ResultsOptions {
  readonly all?: boolean;
  readonly count?: string;
  readonly file?: string;
  readonly json?: boolean;
  readonly task?: string;
}

const MOST_READ = 20;
const MOST = 10_000;

/** `hookline task results`. */
export const addResults: AddCommand = (group, run) => {
  group
    .command("results")
    .summary("what came of the runs of tasks")
    .description(
      "Lists what tasks came to, the newest first: file, task, when, how long, and the first line of what " +
        "was printed. With --file, or where there is only one, all that it printed.",
    )
    .argument("[path]", "one repository; without it, the one of the current folder, or all")
    .option("--all", "all repositories, wherever you are")
    .option("--task <name>", "of one task")
    .option("--file <file>", "of one file: the newest run, whole")
    .option("-n, --count <count>", "how many (default: 20; 1 with --file)")
    .option("--json", "for programs; with all that was printed")
    .addHelpText(
      "after",
      examples(
        ["hookline task results", "the last ones"],
        ["hookline task results --file src/a.ts", "all that the last run for this file printed"],
        ["hookline task results --json | jq -r '.results[].stdout'", "for scripts"],
      ),
    )
    .action(
      run(async (context: Context, typed: string | undefined, options: ResultsOptions) => {
        const { out, env } = context;
        const repository = await whichRepositories(context, typed, options.all === true);
        const most =
          options.count === undefined
            ? options.file === undefined
              ? MOST_READ
              : 1
            : readCount(options.count, MOST);
        const file = options.file === undefined ? null : below(context, repository, options.file);
        const desk = openJobDesk(context);
        const choice = { repository, task: options.task ?? null, file, job: null, query: null };
        const results = await out.during(
          "Reading",
          readResults(desk, { ...choice, output: true }, most),
        );
        if (options.json === true) {
          out.json({ repository, results });
          return EXIT.inSync;
        }
        const view = {
          now: Date.now(),
          homeFolder: env["HOME"],
          paint: out.paint,
          columns: out.isTerminal ? out.columns : null,
          severalRepositories: new Set(results.map((one) => one.repository)).size > 1,
        };
        show(context, results, view, file !== null);
        if (file !== null && options.count === undefined) await tellOlder(context, desk, choice);
        return EXIT.inSync;
      }),
    );
};

function show(
  { out }: Context,
  results: readonly TaskResult[],
  view: ResultView,
  whole: boolean,
): void {
  if (results.length === 0)
    out.line("No run of a task has ended here. `hookline queue` shows what is to come.");
  const draw = whole || results.length === 1 ? wholeResult : resultLines;
  for (const [index, result] of results.entries()) {
    if (index > 0 && whole) out.line();
    for (const line of draw(result, view)) out.line(line);
  }
}

async function tellOlder(
  { out }: Context,
  desk: JobDesk,
  choice: Omit<Parameters<typeof readResults>[1], "output">,
): Promise<void> {
  const older = (await readResults(desk, { ...choice, output: false }, 200)).length - 1;
  if (older <= 0) return;
  out.line();
  out.line(out.paint("quiet", olderInWords(older)));
}

/**
 * Finds the name that a file has below the top of the work tree; it need not exist any more.
 *
 * @throws InputError when it lies elsewhere
 */
function below({ cwd }: Context, repository: AbsolutePath | null, typed: string): string {
  if (repository === null && !isAbsolute(typed)) return typed;
  const name = repository === null ? typed : relative(repository, resolve(cwd, typed));
  if (name !== "" && name !== ".." && !name.startsWith("../") && !isAbsolute(name)) return name;
  throw new InputError(`${typed} is no file of ${repository ?? "a repository"}.`, {
    code: "file-elsewhere",
    hint: "Name a file below the top of the work tree.",
  });
}
