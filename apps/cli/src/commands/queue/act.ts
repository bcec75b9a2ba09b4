import { EXIT, type ExitCode, InputError, type JobActionRequest } from "@hookline/core/client";
import { counted } from "@hookline/core/words";
import { actOnJobs, whyUnfit } from "../../act-on-jobs.ts";
import { askYesOrNo } from "../../ask-yes-or-no.ts";
import { type AddCommand, examples } from "../../command.ts";
import type { Context } from "../../context.ts";
import { openJobDesk } from "../../open-job-desk.ts";
import { actedInWords } from "../../out/describe-action.ts";
import { readJobId } from "../../queue-choice.ts";
import { whichRepositories } from "../../which-repository.ts";

interface ActOptions {
  readonly all?: boolean;
  readonly json?: boolean;
  readonly repo?: string;
  readonly task?: string;
  readonly yes?: boolean;
}

type Action = JobActionRequest["action"];

/** `hookline queue retry`. */
export const addRetry: AddCommand = action({
  name: "retry",
  summary: "run jobs again, now",
  description:
    "Runs jobs now, as if they were new: what was given up, what waits for another attempt or for its " +
    "time, and, by its id, what was cancelled.",
  all: "every job that failed",
  examples: [
    ["hookline queue retry 12", "one job"],
    ["hookline queue retry --all --task document", "what failed of one task"],
  ],
});

/** `hookline queue cancel`. */
export const addCancel: AddCommand = action({
  name: "cancel",
  summary: "take jobs back",
  description:
    "Takes jobs back that wait or run; the command of one that runs is ended. Syncs cannot be cancelled: " +
    "`hookline pause` stops them. `hookline queue retry <id>` undoes it.",
  all: "every job of a task that waits or runs",
  examples: [
    ["hookline queue cancel 12 13", "two jobs"],
    ["hookline queue cancel --all --task document", "everything of one task"],
  ],
});

/** `hookline queue discard`. */
export const addDiscard: AddCommand = action({
  name: "discard",
  summary: "give up jobs that wait for you",
  description: "Drops jobs that were given up, so that they wait for nobody any more.",
  all: "every job that was given up; asks first",
  examples: [
    ["hookline queue discard 12", "one job"],
    ["hookline queue discard --all --yes", "all of them, in a script"],
  ],
});

interface ActionWords {
  readonly name: Action;
  readonly summary: string;
  readonly description: string;
  readonly all: string;
  readonly examples: readonly (readonly [string, string])[];
}

function action(words: ActionWords): AddCommand {
  return (group, run) => {
    const command = group
      .command(words.name)
      .summary(words.summary)
      .description(
        `${words.description}\nExit code: 0, or 1 when that was not possible for a job that was named.`,
      )
      .argument("[id...]", "jobs, as `hookline queue` names them")
      .option("--all", words.all)
      .option("--task <name>", "with --all: of one task")
      .option(
        "--repo <path>",
        "with --all: of one repository; without it, of the current folder's, or of all",
      )
      .option("--json", "for programs");
    if (words.name === "discard") command.option("-y, --yes", "do not ask");
    command
      .addHelpText("after", examples(...words.examples))
      .action(
        run((context: Context, typed: readonly string[], options: ActOptions) =>
          act(context, words.name, typed, options),
        ),
      );
  };
}

async function act(
  context: Context,
  name: Action,
  typed: readonly string[],
  options: ActOptions,
): Promise<ExitCode> {
  const { out } = context;
  const ids = typed.map(readJobId);
  checkChoice(name, ids, options);
  const desk = openJobDesk(context);
  const repository =
    options.all === true ? await whichRepositories(context, options.repo, false) : null;
  const task = options.task ?? null;
  if (name === "discard" && options.all === true && options.yes !== true) {
    const { counts } = await desk.jobs({ ...EVERY, repository, task, most: 0 });
    if (counts.dead > 0 && !(await isSure(counts.dead))) {
      out.line(counts.dead === 1 ? "It stays." : "They stay.");
      return EXIT.needsPerson;
    }
  }
  const request = { action: name, repository, task, run: null };
  const reply =
    options.all === true
      ? await desk.act({ ...request, ids: null })
      : await actOnJobs(desk, request, ids);
  if (options.json === true) {
    out.json(reply);
  } else {
    const named = options.all !== true;
    if (reply.changed > 0 || reply.unfit.length === 0)
      out.line(`${out.paint("good", "✓")} ${actedInWords(name, reply.changed, named)}`);
    for (const why of await whyUnfit(desk, name, reply.unfit))
      out.trouble(`${out.paintTrouble("bad", "✗")} ${why}`);
  }
  return reply.unfit.length === 0 ? EXIT.inSync : EXIT.needsPerson;
}

const EVERY = { ids: null, states: null, run: null, before: null };

/** @throws InputError unless either jobs are named, or all of them are meant */
function checkChoice(name: Action, ids: readonly string[], { all, repo, task }: ActOptions): void {
  const says =
    ids.length > 0 && all === true
      ? "Either name jobs, or say --all."
      : ids.length === 0 && all !== true
        ? `Which jobs? Name them, or say --all.`
        : all !== true && (task !== undefined || repo !== undefined)
          ? "--task and --repo go with --all."
          : undefined;
  if (says === undefined) return;
  throw new InputError(says, {
    code: "bad-choice",
    hint: `For example \`hookline queue ${name} 12\` or \`hookline queue ${name} --all\`.`,
  });
}

/** @throws InputError where nobody can be asked */
async function isSure(count: number): Promise<boolean> {
  const yes = await askYesOrNo(`Discard ${counted(count, "job")} for good?`);
  if (yes !== null) return yes;
  throw new InputError(`Nobody is there to be asked whether to discard ${counted(count, "job")}.`, {
    code: "not-confirmed",
    hint: "Add --yes if you are sure.",
  });
}
