import type { Clock } from "../../clock.ts";
import { type AbsolutePath, absolutePath } from "../../decide/brands.ts";
import { endTask } from "../../decide/task-ending.ts";
import type { Log } from "../../log/events.ts";
import type {
  Job,
  JobEnding,
  JobFailure,
  JobQueue,
  LeasedJob,
  NewJob,
} from "../../queue/job-queue.ts";
import type { RunJob, RunNews } from "../../queue/job-worker.ts";
import { runTask } from "../../tasks/run-task.ts";
import type { Task } from "../../tasks/task.ts";
import { taskPayloadSchema } from "../../tasks/task-job.ts";
import type { TaskTools } from "../../tasks/task-order.ts";
import { findPlace } from "../find-place.ts";
import { type TrackedRepository, trackRepository } from "../tracked-repository.ts";
import type { TaskSettings } from "./task-settings.ts";

/** When a job is tried again that could not even begin: its repository is away, or its result cannot be kept. */
const TRY_AGAIN_MS = 5 * 60_000;

/** How often a job is tried with which we ourselves fail. */
const MOST_FAULTS = 3;

/** What {@link runJobs} needs. */
export interface RunJobParts extends TaskTools {
  readonly queue: Pick<JobQueue, "enqueue">;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: Pick<TaskSettings, "read">;
  readonly tracked: (repository: AbsolutePath) => TrackedRepository | undefined;
  /** In [0, 1); spreads retries. */
  readonly random: () => number;
}

/** Makes what runs jobs of tasks: reads the task as it is set now, runs it, and says what becomes of the job. */
export function runJobs(parts: RunJobParts): RunJob {
  return async (job, news, signal) => {
    try {
      return await run(parts, job, news, signal);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      parts.log("fault.unexpected", { where: `job ${job.id} of ${job.kind}`, problem });
      const failure = { kind: "unexpected", detail: problem };
      return job.attempt < MOST_FAULTS ? later(parts, failure) : { kind: "dead", failure };
    }
  };
}

async function run(
  parts: RunJobParts,
  job: LeasedJob,
  news: RunNews,
  signal: AbortSignal,
): Promise<JobEnding> {
  const payload = taskPayloadSchema.safeParse(job.payload);
  if (!payload.success) return dead("unreadable", "Another version of Hookline queued it.");
  const repository = absolutePath(job.lane);
  const current = await parts.settings.read(repository);
  if (current === undefined) return later(parts, unreadable(repository));
  const held = current.held.find(({ name }) => name === job.kind);
  if (held !== undefined && held.why !== "taken-back") return dead("held", held.says);
  const task = current.tasks.find(({ name }) => name === job.kind);
  // Taken back by whoever set it up.
  if (task === undefined) return { kind: "cancelled" };
  if (job.run === null && (!current.on || task.paused)) return putBack(parts, job);
  const tracked = parts.tracked(repository) ?? trackRepository(repository, null, undefined);
  const found = await findPlace(parts.door, tracked);
  if (found.kind === "failed") return later(parts, found.failure);
  const result = await runTask(parts, {
    task,
    payload: payload.data,
    place: found.place,
    job: job.id,
    attempt: job.attempt,
    signal,
    beat: (beat) =>
      "process" in beat ? news.process(beat.process) : news.progress({ ...beat.progress }),
  });
  return endTask(result, { ...retriesOf(task), attempt: job.attempt, ...chances(parts) });
}

function retriesOf({ maxRetries, retryDelayMs }: Task) {
  return { maxRetries, retryDelayMs };
}

function chances({ clock, random }: RunJobParts) {
  return { now: clock.now(), random: random() };
}

/** It may not run now: it waits until it may, as a job of its own that no clock starts. */
async function putBack({ queue }: RunJobParts, job: Job): Promise<JobEnding> {
  const { kind, lane, payload, dedupeKey, run: asked, priority } = job;
  const again: NewJob = { kind, lane, payload, dedupeKey, run: asked, priority, runAt: null };
  await queue.enqueue([again]);
  return { kind: "cancelled" };
}

function unreadable(repository: AbsolutePath): JobFailure {
  return { kind: "missing", detail: `git cannot read the settings of ${repository}.` };
}

function later({ clock }: RunJobParts, { kind, detail }: JobFailure): JobEnding {
  return { kind: "failed", failure: { kind, detail }, runAt: clock.now() + TRY_AGAIN_MS };
}

function dead(kind: string, detail: string): JobEnding {
  return { kind: "dead", failure: { kind, detail } };
}
