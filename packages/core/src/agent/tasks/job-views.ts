import { z } from "zod";
import { FAILURES } from "../../decide/git-failure.ts";
import { taskFailureStep } from "../../decide/task-ending.ts";
import { fromGit, toText } from "../../git/path-bytes.ts";
import type { Job, JsonValue } from "../../queue/job-queue.ts";
import type { QueuedLook } from "../../queue/look-row.ts";
import type { JobView } from "../../socket/job-schema.ts";
import { taskPayloadSchema } from "../../tasks/task-job.ts";

const LOOK = /^look-(\d+)$/;

const progress = z
  .object({ outputBytes: z.int().nonnegative(), lastLine: z.string() })
  .nullable()
  .catch(null);

/** What the queue keeps of a job that ended well. */
const result = z
  .object({ run: z.int(), already: z.int(), skipped: z.string() })
  .partial()
  .nullable()
  .catch(null);

/** The number of the look that a name stands for; `undefined` where it is that of another job. */
export function lookNumber(name: string): number | undefined {
  const number = LOOK.exec(name)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** Shows a look as one job among others. */
export function lookView(look: QueuedLook): JobView {
  const { failure, state } = look;
  return {
    id: `look-${look.job}`,
    kind: "look",
    task: null,
    repository: look.repository,
    file: null,
    commit: null,
    state,
    attempts: look.attempts,
    runAt: state === "queued" || state === "retrying" ? iso(look.runAt) : null,
    enqueuedAt: iso(look.enqueuedAt),
    startedAt: null,
    finishedAt: null,
    progress: null,
    failure: failure && { ...failure, next: FAILURES[failure.kind].next },
    paused: false,
    outcome: null,
  };
}

/**
 * Shows a job of a task.
 *
 * @param isPaused whether its task may not run now
 * @param latest its progress, where the worker knows more than the queue
 */
export function taskView(job: Job, isPaused: boolean, latest: JsonValue = job.progress): JobView {
  const payload = taskPayloadSchema.safeParse(job.payload).data;
  const isWaiting = job.state === "queued" || job.state === "retrying";
  return {
    id: job.id,
    kind: "task",
    task: job.kind,
    repository: job.lane,
    file: payload === undefined ? null : toText(fromGit(payload.path)),
    commit: payload?.commit ?? null,
    state: job.state,
    attempts: job.attempts,
    runAt: isWaiting && job.runAt !== null ? iso(job.runAt) : null,
    enqueuedAt: iso(job.enqueuedAt),
    startedAt: job.startedAt === null ? null : iso(job.startedAt),
    finishedAt: job.finishedAt === null ? null : iso(job.finishedAt),
    progress: job.state === "running" ? progress.parse(latest) : null,
    failure: job.failure && { ...job.failure, next: taskFailureStep(job.failure.kind, job.id) },
    paused: isPaused && isWaiting,
    outcome: outcomeOf(job.result),
  };
}

function outcomeOf(value: JsonValue): JobView["outcome"] {
  const { run, already, skipped } = result.parse(value) ?? {};
  if (already !== undefined) return "already";
  if (skipped !== undefined) return "skipped";
  return run === undefined ? null : "ran";
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
