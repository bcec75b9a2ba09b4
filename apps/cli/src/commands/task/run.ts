import {
  type AbsolutePath,
  ConfigError,
  EXIT,
  type ExitCode,
  InputError,
  type TaskRunRequest,
} from "@hookline/core/client";
import { counted, printable } from "@hookline/core/words";
import { type AddCommand, examples } from "../../command.ts";
import type { Context } from "../../context.ts";
import { followRun, type RunEnd, type RunSeen } from "../../follow-run.ts";
import type { StartedRun } from "../../job-desk.ts";
import { openJobDesk } from "../../open-job-desk.ts";
import { liveLines } from "../../out/live-lines.ts";
import { liveRunLines, newsLine, type RunView, runSummary } from "../../out/run-lines.ts";
import { STOP_SIGNALS } from "../../run-agent.ts";
import { whichRepository } from "../../which-repository.ts";

interface RunOptions {
  readonly again?: boolean;
  readonly all?: boolean;
  readonly background?: boolean;
  readonly json?: boolean;
  readonly since?: string;
}

/** `hookline task run`. */
export const addRun: AddCommand = (group, run) => {
  group
    .command("run")
    .summary("run a task now, and follow it to the end")
    .description(
      "Runs a task now for what has been queued for it, for every file (--all), or for what changed since a " +
        "revision (--since), and follows it to the end. A content that its command has processed before is " +
        "left out, unless --again is given. Ctrl-C ends the following, not the run.\n" +
        "Exit code: 0 all done, 1 some failed for good, 2 some are tried again later or have not run yet, " +
        "130 interrupted.",
    )
    .argument("<name>", 'the task: the name in `[hookline-task "name"]`')
    .argument("[path]", "the repository; without it, the one of the current folder")
    .option("--all", "for every file of HEAD that it is for")
    .option("--since <revision>", "for what changed since a commit, a tag or a branch")
    .option("--again", "also for what has been processed before")
    .option("--background", "do not wait for it")
    .option("--json", "one object at the end, for programs")
    .addHelpText(
      "after",
      examples(
        ["hookline task run document", "what waits for it"],
        ["hookline task run document --all", "every file"],
        ["hookline task run document --since v1.0", "what changed since then"],
      ),
    )
    .action(
      run(
        async (context: Context, name: string, typed: string | undefined, options: RunOptions) => {
          const { out, client } = context;
          if (options.all === true && options.since !== undefined) {
            throw new InputError("--all and --since are two different things.", {
              code: "bad-options",
              hint: "Leave out one of them.",
            });
          }
          const repository = await whichRepository(context, typed);
          const request = {
            repository,
            task: name,
            files: filesOf(options),
            again: options.again === true,
          };
          if (options.background === true && (await client.health()).kind === "no-agent")
            throw new ConfigError(
              "No agent is running, and only one can go on in the background.",
              {
                code: "agent-needed",
                hint: "Start it with `hookline start --detach`, or leave out --background.",
              },
            );
          const begun = performance.now();
          const started = await out.during("Queueing", openJobDesk(context).run(request));
          if (options.background === true) return tellStarted(context, request, started, options);
          return follow(context, { request, started, begun, json: options.json === true });
        },
      ),
    );
};

function filesOf({ all, since }: RunOptions): TaskRunRequest["files"] {
  if (all === true) return { kind: "all" };
  return since === undefined ? { kind: "queued" } : { kind: "since", revision: since };
}

function tellStarted(
  { out }: Context,
  { task, files }: TaskRunRequest,
  { run, files: count }: StartedRun,
  { json }: RunOptions,
): ExitCode {
  if (json === true) out.json({ run, files: count });
  else if (count === 0) out.line(nothingToDo(task, files));
  else {
    const name = printable(task);
    out.line(
      `${out.paint("good", "✓")} ${name}: ${counted(count, "file")} in the queue. See \`hookline queue --task ${name}\`.`,
    );
  }
  return EXIT.inSync;
}

interface Followed {
  readonly request: TaskRunRequest & { readonly repository: AbsolutePath };
  readonly started: StartedRun;
  readonly begun: number;
  readonly json: boolean;
}

async function follow(context: Context, followed: Followed): Promise<ExitCode> {
  const { out } = context;
  const { request, started, begun, json } = followed;
  const { task } = request;
  if (started.files === 0 && !json) {
    out.line(nothingToDo(task, request.files));
    await started.settled();
    return EXIT.inSync;
  }
  const view = (): RunView => ({
    task,
    byAgent: started.byAgent,
    now: Date.now(),
    paint: out.paint,
  });
  const live = out.isTerminal && !json ? liveLines(out) : undefined;
  let last: RunSeen | undefined;
  const interrupt = new AbortController();
  const stop = (): void => interrupt.abort();
  // Where no agent runs, what runs is a child of this process, and must not outlive it.
  for (const signal of STOP_SIGNALS) process.once(signal, stop);
  let end: RunEnd;
  try {
    end = await followRun(started, interrupt.signal, (seen) => {
      last = seen;
      live?.show(liveRunLines(seen, out.columns, view()));
      if (live === undefined && !json) for (const job of seen.news) out.line(newsLine(job, view()));
    });
  } finally {
    for (const signal of STOP_SIGNALS) process.off(signal, stop);
    live?.end();
  }
  const left = end === "interrupted" ? await started.leave() : undefined;
  if (end === "ended" || end === "paused") await started.settled();
  if (json) out.json(forPrograms(followed, end, last));
  else if (left !== undefined) tellLeft(context, task, left);
  else if (last !== undefined)
    for (const line of runSummary(last, end, performance.now() - begun, view())) out.line(line);
  return exitCodeOf(end, last);
}

function tellLeft(
  { out }: Context,
  task: string,
  left: Awaited<ReturnType<StartedRun["leave"]>>,
): void {
  const name = printable(task);
  const cancel = `\`hookline queue cancel --all --task ${name}\` ends it.`;
  out.line();
  out.line(
    left === "goes-on"
      ? `${name} goes on in the background: \`hookline queue\` shows it, ${cancel}`
      : `Stopped. What was not done stays in the queue for the next agent; ${cancel}`,
  );
}

function forPrograms({ request, started }: Followed, end: RunEnd, last: RunSeen | undefined) {
  const { repository, task } = request;
  const { run, files } = started;
  const { counts, ended = [], retrying = [], running = [] } = last ?? {};
  return {
    repository,
    task,
    run,
    files,
    end,
    counts: counts ?? null,
    jobs: [...running, ...retrying, ...ended],
  };
}

function exitCodeOf(end: RunEnd, last: RunSeen | undefined): ExitCode {
  if (end === "interrupted") return EXIT.interrupted;
  if (last !== undefined && last.counts.dead > 0) return EXIT.needsPerson;
  const open = last === undefined ? 0 : last.counts.retrying + last.counts.cancelled;
  return end === "ended" && open === 0 ? EXIT.inSync : EXIT.held;
}

function nothingToDo(task: string, { kind }: TaskRunRequest["files"]): string {
  const name = printable(task);
  switch (kind) {
    case "queued":
      return `Nothing is queued for ${name}. \`hookline task run ${name} --all\` runs it for every file.`;
    case "all":
      return `No file of HEAD is for ${name}: see \`hookline task list\` for its patterns.`;
    case "since":
      return `No file that changed since then is for ${name}.`;
  }
}
