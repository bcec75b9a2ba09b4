import type { JobView } from "../socket/job-schema.ts";
import type { Tone } from "./tone.ts";
import { ago, counted, printable, size, span, tilde } from "./words.ts";

/** A job in words: a mark, what it is, and how it stands. */
export interface JobDescription {
  readonly mark: string;
  readonly tone: Tone;
  /** `#12`, or `look-3`: as people type it. */
  readonly name: string;
  /** The task, or `sync` for a look. */
  readonly task: string;
  /** A few words: when it is due, for how long it runs, when it ended. */
  readonly when: string;
  /** What it printed last, or why it failed. */
  readonly detail: string | null;
  /** What to do about it. */
  readonly next: string | null;
}

/**
 * Says in words how a job stands.
 *
 * @param now milliseconds since the epoch
 */
export function describeJob(job: JobView, now: number): JobDescription {
  const failed = job.state === "retrying" || job.state === "dead" ? job.failure : null;
  return {
    ...MARKS[job.state],
    name: jobName(job.id),
    task: job.kind === "look" ? "sync" : printable(job.task ?? ""),
    when: when(job, now),
    detail: failed === null ? lastWords(job) : printable(failed.detail),
    next: job.state === "dead" && failed !== null ? printable(failed.next) : null,
  };
}

const MARKS: Readonly<Record<JobView["state"], { mark: string; tone: Tone }>> = {
  running: { mark: "↻", tone: "busy" },
  queued: { mark: "○", tone: "quiet" },
  retrying: { mark: "!", tone: "warning" },
  dead: { mark: "✗", tone: "bad" },
  done: { mark: "✓", tone: "good" },
  cancelled: { mark: "−", tone: "quiet" },
};

/** Writes the id of a job as people read and type it. */
export function jobName(id: string): string {
  return /^\d+$/.test(id) ? `#${id}` : printable(id);
}

/** Says what a job is about: a file, or the repository of a look. */
export function subjectOf(
  { file, kind, repository }: JobView,
  homeFolder: string | undefined,
  severalRepositories: boolean,
): string {
  const where = printable(tilde(repository, homeFolder));
  if (kind === "look" || file === null) return where;
  return severalRepositories ? `${where}: ${printable(file)}` : printable(file);
}

function when(job: JobView, now: number): string {
  const { attempts, finishedAt, progress, startedAt, state } = job;
  const ended = finishedAt === null ? "" : ago(now - Date.parse(finishedAt));
  switch (state) {
    case "running": {
      const since = startedAt === null ? [] : [`for ${span(now - Date.parse(startedAt))}`];
      const printed = progress === null ? 0 : progress.outputBytes;
      return [...since, ...(printed > 0 ? [`${size(printed)} so far`] : [])].join(", ");
    }
    case "queued":
      if (job.paused) return "paused";
      if (job.runAt === null) return "when you ask";
      return soon(job.runAt, now) ?? "in its turn";
    case "retrying":
      return `attempt ${attempts + 1} ${(job.runAt && soon(job.runAt, now)) ?? "now"}`;
    case "dead": {
      const tries = attempts > 1 ? [`after ${counted(attempts, "attempt")}`] : [];
      return [...tries, ended].filter((part) => part !== "").join(", ");
    }
    case "done":
      return `${doneInWords(job)}, ${ended}`;
    case "cancelled":
      return `cancelled ${ended}`;
  }
}

/** Says how a job that is done came to that: `in 3 s`, `had been done before`. */
export function doneInWords({ finishedAt, outcome, startedAt }: JobView): string {
  if (outcome === "already") return "had been done before";
  if (outcome === "skipped") return "nothing to do";
  if (startedAt === null || finishedAt === null) return "done";
  return `in ${span(Date.parse(finishedAt) - Date.parse(startedAt))}`;
}

/** `in 4 min`; `null` once that is over. */
function soon(runAt: string, now: number): string | null {
  const inMs = Date.parse(runAt) - now;
  return inMs > 500 ? `in ${span(inMs)}` : null;
}

function lastWords({ progress, state }: JobView): string | null {
  if (state !== "running" || progress === null || progress.lastLine.trim() === "") return null;
  return printable(progress.lastLine).trim();
}
