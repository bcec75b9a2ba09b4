import type { JobsReply, JobView } from "@hookline/core/client";
import {
  counted,
  describeJob,
  type JobDescription,
  printable,
  subjectOf,
} from "@hookline/core/words";
import type { Output } from "./output.ts";
import { cutEnd, cutStart, padded, widthOf } from "./width.ts";

/** What a rendering needs besides the jobs. */
export interface QueueView {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly homeFolder: string | undefined;
  readonly paint: Output["paint"];
  /** Of the terminal; `null` where lines may be as long as they are. */
  readonly columns: number | null;
  /** The states that were asked for, or `null` for what is not finished. */
  readonly only: readonly JobView["state"][] | null;
  /** Whether an agent is there to run what waits. */
  readonly agent: boolean;
  /** How many records of hooks nobody has taken in yet. */
  readonly spooled: number;
}

const HEADINGS: Readonly<Record<JobView["state"], string>> = {
  done: "Done",
  cancelled: "Cancelled",
  running: "Running",
  queued: "Waiting",
  retrying: "To retry",
  dead: "Given up, until you retry or discard them",
};

/** Where lines may be long, columns are still no wider than this. */
const WIDEST_COLUMN = 60;

/** Draws the queue: a heading for each state, and a line or two for each job. */
export function queueLines({ jobs, counts, paused }: JobsReply, view: QueueView): string[] {
  const { paint } = view;
  const stops = [
    ...(paused
      ? [`${paint("warning", "‖")} Tasks are paused. \`hookline queue resume\` ends it.`]
      : []),
    ...(view.agent || counts.queued + counts.retrying + view.spooled === 0
      ? []
      : [
          `${paint("warning", "!")} No agent is running, so nothing runs by itself: \`hookline start --detach\`.`,
          ...(view.spooled === 0
            ? []
            : [`  ${counted(view.spooled, "commit")} that hooks reported will be looked at then.`]),
        ]),
  ];
  const above = stops.length === 0 ? [] : [...stops, ""];
  if (jobs.length === 0) return [...above, ...emptyLines(counts, view)];
  const several = new Set(jobs.map(({ repository }) => repository)).size > 1;
  const rows = jobs.map((job) => ({
    job,
    subject: subjectOf(job, view.homeFolder, several),
    ...describeJob(job, view.now),
  }));
  const groups = Map.groupBy(rows, ({ job }) => job.state);
  return [
    ...above,
    ...[...groups].flatMap(([state, group]) => [
      paint("strong", HEADINGS[state]),
      ...rowLines(group, view),
      ...moreLines(counts[state], group.length, view),
      ...askLines(group, view),
      "",
    ]),
    paint("quiet", countsInWords(counts)),
  ];
}

interface Row extends JobDescription {
  readonly job: JobView;
  readonly subject: string;
}

/** Draws the jobs of one state below each other, in columns. */
function rowLines(rows: readonly Row[], { paint, columns }: QueueView): string[] {
  const widest = (texts: readonly string[]): number => Math.max(...texts.map(widthOf));
  const names = widest(rows.map(({ name }) => name));
  const tasks = widest(rows.map(({ task }) => task));
  const whens = widest(rows.map(({ when }) => when));
  // Two blanks, the mark and one more, then two between columns.
  const rest = 2 + 2 + names + 2 + tasks + 2 + 2 + whens;
  const room = columns === null ? Infinity : Math.max(16, columns - rest);
  const subjects = Math.min(room, WIDEST_COLUMN, widest(rows.map(({ subject }) => subject)));
  return rows.flatMap(({ mark, tone, name, task, subject, when, detail, next }, index) => {
    const shown = padded(room === Infinity ? subject : cutStart(subject, room), subjects);
    const known = rows[index + 1]?.next === next;
    return [
      `  ${paint(tone, mark)} ${padded(name, names)}  ${padded(task, tasks)}  ${shown}  ${paint("quiet", when)}`,
      ...(detail === null ? [] : [`      ${fitting(detail, columns)}`]),
      // What many have in common is said once, below the last of them.
      ...(next === null || known ? [] : [`      ${paint(tone, "→")} ${next}`]),
    ];
  });
}

function fitting(text: string, columns: number | null): string {
  return columns === null ? text : cutEnd(text, Math.max(16, columns - 6));
}

function moreLines(all: number, shown: number, { paint }: QueueView): string[] {
  if (all <= shown) return [];
  return [paint("quiet", `  … and ${all - shown} more: \`hookline queue -n ${all}\``)];
}

/** Says how to begin what waits for a person. */
function askLines(rows: readonly Row[], { paint }: QueueView): string[] {
  const tasks = rows
    .filter(({ job }) => job.state === "queued" && job.runAt === null)
    .flatMap(({ job }) => job.task ?? []);
  return [...new Set(tasks)].map(
    (task) =>
      `  ${paint("busy", "→")} \`hookline task run ${printable(task)}\` runs what waits for you.`,
  );
}

function emptyLines(counts: JobsReply["counts"], { only, paint }: QueueView): string[] {
  if (only !== null) {
    return [`No job is ${only.join(" or ")}.`, ...quietly(countsInWords(counts), paint)];
  }
  const ended = counts.done + counts.cancelled;
  if (ended > 0) {
    return [
      `Nothing runs and nothing waits. ${counted(ended, "job has", "jobs have")} ended: \`hookline queue --finished\`.`,
    ];
  }
  return [
    "Nothing runs and nothing waits.",
    "To have a command run for each file that you commit: `hookline task add --help`.",
  ];
}

function quietly(text: string, paint: Output["paint"]): string[] {
  return text === "" ? [] : [paint("quiet", text)];
}

/** Counts jobs in one line: `2 running, 480 waiting, 1 given up.` Empty where there are none. */
export function countsInWords(counts: JobsReply["counts"]): string {
  const parts = [
    [counts.running, "running"],
    [counts.queued, "waiting"],
    [counts.retrying, "to retry"],
    [counts.dead, "given up"],
    [counts.done, "done"],
    [counts.cancelled, "cancelled"],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return said.length === 0 ? "" : `${said.join(", ")}.`;
}
