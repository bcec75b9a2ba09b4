import { countSpooled } from "@hookline/core";
import { EXIT, type ExitCode } from "@hookline/core/client";
import { type AddCommand, examples } from "../command.ts";
import type { Context } from "../context.ts";
import { followQueue } from "../follow-queue.ts";
import type { JobDesk } from "../job-desk.ts";
import { openJobDesk } from "../open-job-desk.ts";
import { liveLines } from "../out/live-lines.ts";
import { queueLines } from "../out/queue-lines.ts";
import { chooseStates, readCount, type StateOptions } from "../queue-choice.ts";
import { type QueueChoice, type QueueListing, readQueue } from "../read-queue.ts";
import { whichRepositories } from "../which-repository.ts";
import { addCancel, addDiscard, addRetry } from "./queue/act.ts";
import { addPause, addResume } from "./queue/pause.ts";
import { addShow } from "./queue/show.ts";

interface QueueOptions extends StateOptions {
  readonly all?: boolean;
  readonly count?: string;
  readonly json?: boolean;
  readonly repo?: string;
  readonly task?: string;
  readonly watch?: boolean;
}

/** How many jobs of a state a person reads, and a program, unless they say otherwise. */
const MOST_READ = 20;
const MOST_FOR_PROGRAMS = 1000;
const MOST = 1_000_000;

/** While something runs, what it prints is no event. */
const PROGRESS_EVERY_MS = 1000;

/** `hookline queue`: what runs, what waits, what failed. */
export const queue: AddCommand = (program, run) => {
  const group = program
    .command("queue")
    .summary("see what runs, waits and failed: syncs and tasks")
    .description(
      "Lists the jobs of the queue: what runs and how far it is, what waits and until when, what is tried " +
        "again, and what was given up and waits for you. What has ended is shown with --finished or --state.\n" +
        "Exit code: 0, or 1 when a job among them was given up.",
    )
    .option("--all", "of all repositories, wherever you are")
    .option("--repo <path>", "of one repository; without it, of the current folder's, or of all")
    .option("--task <name>", "of one task")
    .option(
      "--state <state>",
      "queued, running, retrying, done, dead or cancelled; may be repeated",
      (word: string, others: readonly string[] | undefined) => [...(others ?? []), word],
    )
    .option("--failed", "what failed: retrying and dead")
    .option("--finished", "what has ended: done and cancelled")
    .option("-n, --count <count>", "how many of each state, the newest (default: 20)")
    .option("--json", "for programs; a stable interface")
    .option("--watch", "keep showing it; with --json, one list a line at each change")
    .addHelpText(
      "after",
      examples(
        ["hookline queue", "this repository, or all"],
        ["hookline queue --failed --all", "what went wrong, everywhere"],
        ["hookline queue --watch", "live, until Ctrl-C"],
        ["hookline queue show 12", "everything about one job, and what it printed"],
        ["hookline queue retry --all", "try again what failed"],
      ),
    )
    .enablePositionalOptions()
    .action(
      run(async (context: Context, options: QueueOptions) => {
        const repository = await whichRepositories(context, options.repo, options.all === true);
        const { named, states } = chooseStates(options);
        const json = options.json === true;
        const most =
          options.count === undefined
            ? json
              ? MOST_FOR_PROGRAMS
              : MOST_READ
            : readCount(options.count, MOST);
        const choice = { repository, task: options.task ?? null, states, most };
        const shown = { choice, named, json, desk: openJobDesk(context) };
        if (options.watch === true) return watch(context, shown);
        const listing = await context.out.during("Reading", readQueue(shown.desk, choice));
        if (json) context.out.json(listing);
        else await print(context, shown, listing);
        return exitCodeOf(listing, choice);
      }),
    );
  for (const add of [addShow, addRetry, addCancel, addDiscard, addPause, addResume])
    add(group, run);
};

interface Shown {
  readonly choice: QueueChoice;
  readonly named: boolean;
  readonly json: boolean;
  readonly desk: JobDesk;
}

async function print(context: Context, shown: Shown, listing: QueueListing): Promise<void> {
  const agent = (await context.client.health()).kind !== "no-agent";
  for (const line of draw(context, shown, listing, agent)) context.out.line(line);
}

function draw(
  { env, home, out }: Context,
  { choice, named }: Shown,
  listing: QueueListing,
  agent: boolean,
): readonly string[] {
  return queueLines(listing, {
    now: Date.now(),
    homeFolder: env["HOME"],
    paint: out.paint,
    columns: out.isTerminal ? out.columns : null,
    only: named ? [...choice.states] : null,
    agent,
    spooled: countSpooled(home.spool),
  });
}

/** Shows the queue until Ctrl-C, or until the agent ends. */
async function watch(context: Context, shown: Shown): Promise<ExitCode> {
  const { out } = context;
  const { choice, desk, json } = shown;
  const live = liveLines(out);
  let last: QueueListing | undefined;
  let said = "";
  const say = (listing: QueueListing): void => {
    const text = JSON.stringify(listing);
    if (text !== said) out.line(text);
    said = text;
  };
  try {
    // On a terminal the times go on; elsewhere only news is worth a drawing.
    const everyMs = out.isTerminal && !json ? PROGRESS_EVERY_MS : null;
    for await (const _ of followQueue(context, everyMs)) {
      last = await readQueue(desk, choice);
      if (json) say(last);
      else live.show(draw(context, shown, last, true));
    }
  } finally {
    live.end();
  }
  if (last !== undefined) {
    if (!json) out.line("The agent has stopped.");
    return exitCodeOf(last, choice);
  }
  const listing = await readQueue(desk, choice);
  if (json) say(listing);
  else await print(context, shown, listing);
  return exitCodeOf(listing, choice);
}

function exitCodeOf({ counts }: QueueListing, { states }: QueueChoice): ExitCode {
  return states.has("dead") && counts.dead > 0 ? EXIT.needsPerson : EXIT.inSync;
}
