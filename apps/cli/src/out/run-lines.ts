import type { JobView } from "@hookline/core/client";
import { counted, describeJob, doneInWords, printable, span } from "@hookline/core/words";
import type { RunEnd, RunSeen } from "../follow-run.ts";
import type { Output } from "./output.ts";
import { progressBar, timeLeftMs } from "./progress-bar.ts";
import { cutEnd, cutStart, widthOf } from "./width.ts";

/** What a rendering needs besides the run. */
export interface RunView {
  readonly task: string;
  /** See `StartedRun`. */
  readonly byAgent: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly paint: Output["paint"];
}

/** How many files that run are shown below the bar. */
const MOST_RUNNING = 5;
const WIDEST_BAR = 40;
/** A shorter one says less than its numbers. */
const NARROWEST_BAR = 8;

/** Draws a run under way, for a terminal: a bar, what it knows, and the files that run. */
export function liveRunLines(seen: RunSeen, columns: number, view: RunView): string[] {
  const { counts, ended, running } = seen;
  const { now, paint } = view;
  const name = printable(view.task);
  const total = totalOf(counts);
  const failed = counts.dead + counts.retrying;
  const done = counts.done + counts.cancelled;
  const tooks = ended.filter(({ outcome }) => outcome === "ran").flatMap(tookMs);
  const leftMs = timeLeftMs(tooks, counts.queued + counts.running, counts.running);
  const words = [
    `${done + failed} of ${total}`,
    ...(counts.dead > 0 ? [`${counts.dead} failed`] : []),
    ...(counts.retrying > 0 ? [`${counts.retrying} to retry`] : []),
    ...(leftMs === null ? [] : [`about ${span(leftMs)} left`]),
  ].join(", ");
  // Room for the longest words that are likely, so that the bar does not grow and shrink.
  const likely = `${total} of ${total}, ${total} failed, about 90 min left`;
  const room = Math.min(WIDEST_BAR, columns - widthOf(`${name}  ${likely}  `));
  const bar = progressBar({ done, failed, total }, Math.max(0, room));
  const drawn =
    room < NARROWEST_BAR
      ? ""
      : `${paint("good", bar.done)}${paint("bad", bar.failed)}${paint("quiet", bar.rest)}  `;
  const left = columns - widthOf(`${name}  `) - (drawn === "" ? 0 : room + 2);
  return [
    `${paint("strong", name)}  ${drawn}${cutEnd(words, Math.max(8, left))}`,
    ...running.slice(0, MOST_RUNNING).map((job) => runningLine(job, columns, now, paint)),
    ...(running.length > MOST_RUNNING
      ? [paint("quiet", `  and ${running.length - MOST_RUNNING} more at the same time`)]
      : []),
  ];
}

function runningLine(job: JobView, columns: number, now: number, paint: Output["paint"]): string {
  const { when, detail } = describeJob(job, now);
  const room = Math.max(16, columns - 4);
  const file = cutStart(printable(job.file ?? ""), room);
  const said = [when, ...(detail === null ? [] : [detail])].join(": ");
  const left = room - widthOf(file) - 2;
  const rest = left < 8 ? "" : `  ${paint("quiet", cutEnd(said, left))}`;
  return `  ${paint("busy", "↻")} ${file}${rest}`;
}

function totalOf(counts: RunSeen["counts"]): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function tookMs({ finishedAt, startedAt }: JobView): number[] {
  if (finishedAt === null || startedAt === null) return [];
  return [Date.parse(finishedAt) - Date.parse(startedAt)];
}

/** Tells in a line that a file has ended, or failed an attempt. */
export function newsLine(job: JobView, { now, paint }: RunView): string {
  const { mark, tone, when, detail } = describeJob(job, now);
  const file = printable(job.file ?? "");
  return `${paint(tone, mark)} ${file}: ${newsInWords(job, when, detail)}`;
}

function newsInWords(job: JobView, when: string, detail: string | null): string {
  if (job.state === "done")
    return job.outcome === "ran" ? `done ${doneInWords(job)}` : doneInWords(job);
  if (job.state === "cancelled") return "cancelled";
  const why = detail === null || detail === "" ? "it failed" : detail;
  return job.state === "retrying" ? `${why} (${when})` : why;
}

/** How many failed files the end of a run names. */
const MOST_FAILED = 10;

/**
 * Says how a run ended: how many files, how many of them failed and why, and what to do.
 *
 * @param tookInAllMs from the request on
 */
export function runSummary(
  seen: RunSeen,
  end: RunEnd,
  tookInAllMs: number,
  view: RunView,
): string[] {
  const { task, paint } = view;
  const { counts, ended, retrying } = seen;
  const total = totalOf(counts);
  const name = printable(task);
  const dead = ended.filter(({ state }) => state === "dead");
  const lines: string[] = [];
  if (end === "ended" && counts.done === total) {
    lines.push(
      `${paint("good", "✓")} ${name}: ${counted(total, "file")} done in ${span(tookInAllMs)}${notRun(ended)}.`,
    );
  } else {
    const parts = [
      `${counts.done} of ${counted(total, "file")} done`,
      ...(counts.dead > 0 ? [`${counts.dead} failed`] : []),
      ...(counts.retrying > 0 ? [`${counts.retrying} tried again later`] : []),
      ...(counts.cancelled > 0 ? [`${counts.cancelled} cancelled`] : []),
      ...(counts.queued + counts.running > 0 ? [`${counts.queued + counts.running} to do`] : []),
    ];
    const [mark, tone] = counts.dead > 0 ? (["✗", "bad"] as const) : (["!", "warning"] as const);
    lines.push(`${paint(tone, mark)} ${name}: ${parts.join(", ")}${notRun(ended)}.`);
  }
  for (const job of [...retrying, ...dead].slice(0, MOST_FAILED)) {
    lines.push(`  ${newsLine(job, view)}`);
    if (job.state === "dead")
      lines.push(`    ${paint("bad", "→")} \`hookline queue show ${printable(job.id)}\``);
  }
  const more = counts.retrying + counts.dead - MOST_FAILED;
  if (more > 0)
    lines.push(paint("quiet", `  … and ${more} more: \`hookline queue --failed --task ${name}\``));
  return [...lines, ...whatNow(seen, end, view)];
}

function notRun(ended: readonly JobView[]): string {
  const already = ended.filter(({ outcome }) => outcome === "already").length;
  const skipped = ended.filter(({ outcome }) => outcome === "skipped").length;
  const parts = [
    ...(already > 0 ? [`${already} had been done before`] : []),
    ...(skipped > 0 ? [`${skipped} had nothing to do`] : []),
  ];
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

function whatNow({ counts }: RunSeen, end: RunEnd, { task, byAgent, paint }: RunView): string[] {
  const arrow = `  ${paint("warning", "→")}`;
  const name = printable(task);
  switch (end) {
    case "ended":
      return counts.retrying === 0 || byAgent
        ? []
        : [
            `${arrow} No agent is running to try again: \`hookline start --detach\`, or run ${name} again.`,
          ];
    case "interrupted":
      return [];
    case "paused":
      return [`${arrow} Tasks are paused. \`hookline queue resume\` lets it go on.`];
    case "agent-gone":
      return [
        `${arrow} The agent has ended. The next one goes on with ${name}: \`hookline start --detach\`.`,
      ];
  }
}
