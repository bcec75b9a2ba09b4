import type { JobView, TaskResult } from "@hookline/core/client";
import {
  ago,
  counted,
  describeJob,
  printable,
  size,
  span,
  subjectOf,
  tilde,
} from "@hookline/core/words";
import { headOf, tailOf } from "./printed-lines.ts";
import type { QueueView } from "./queue-lines.ts";

/** What a rendering needs besides the job. */
export type PageView = Pick<QueueView, "now" | "homeFolder" | "paint">;

/** How much of an output a person reads here; `hookline task results` has the rest. */
const MOST_LINES = 40;
const MOST_TROUBLE = 20;

const STATES: Readonly<Record<JobView["state"], string>> = {
  queued: "waits",
  running: "runs",
  retrying: "is tried again",
  done: "done",
  dead: "given up",
  cancelled: "cancelled",
};

/**
 * Draws everything about one job.
 *
 * @param last its last run, where it has had one
 */
export function jobPage(job: JobView, last: TaskResult | undefined, view: PageView): string[] {
  const { now, homeFolder, paint } = view;
  const { mark, tone, name, task, when, detail, next } = describeJob(job, now);
  const state =
    job.state === "cancelled" ? when : [STATES[job.state], when].filter(Boolean).join(", ");
  const facts: readonly (readonly [string, string | null])[] = [
    ["State", state],
    ["Repository", printable(tilde(job.repository, homeFolder))],
    ["Commit", job.commit?.slice(0, 12) ?? null],
    ["Queued", ago(now - Date.parse(job.enqueuedAt))],
    [job.state === "running" ? "Prints" : "Why", detail],
  ];
  return [
    `${paint(tone, mark)} ${paint("strong", name)}  ${task}  ${subjectOf(job, homeFolder, false)}`,
    ...facts.flatMap(([what, text]) =>
      text === null ? [] : [`  ${paint("quiet", what.padEnd(10))}  ${text}`],
    ),
    ...(next === null ? [] : [`  ${paint(tone, "→")} ${next}`]),
    ...(last === undefined ? [] : ["", ...runLines(last, view)]),
  ];
}

/** Draws what a run printed: the beginning of its output, the end of its complaints. */
function runLines(run: TaskResult, { now, paint }: PageView): string[] {
  const began = ago(now - Date.parse(run.startedAt));
  const out = headOf(run.stdout ?? "", MOST_LINES);
  const trouble = tailOf(run.stderr ?? "", MOST_TROUBLE);
  const whole = `\`hookline task results --file ${printable(run.file)}\``;
  const kept = run.output === null ? [] : [`  Its output is in ${printable(run.output)}.`];
  return [
    `Attempt ${run.attempt}, ${began}, took ${span(run.durationMs)}: ${printable(run.ending)}.`,
    ...kept,
    ...(run.stdoutBytes === 0
      ? ["  It printed nothing."]
      : [`  It printed ${size(run.stdoutBytes)}:`]),
    ...out.lines.map((line) => `    ${line}`),
    ...(out.more > 0
      ? [paint("quiet", `    … and ${counted(out.more, "more line")}: ${whole}`)]
      : []),
    ...(trouble.lines.length === 0 ? [] : ["  To standard error:"]),
    ...(trouble.more > 0 ? [paint("quiet", `    ${counted(trouble.more, "line")} before …`)] : []),
    ...trouble.lines.map((line) => `    ${line}`),
  ];
}
