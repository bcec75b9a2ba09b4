import { createHash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { AbsolutePath } from "../decide/brands.ts";
import type { PlannedRun } from "../decide/plan-tasks.ts";
import type { PathBytes } from "../git/path-bytes.ts";
import type { JobQueue, NewJob } from "../queue/job-queue.ts";
import type { Task } from "./task.ts";
import type { TaskPayload } from "./task-job.ts";

/** Makes of a task what tells whether a file is one of its files; see `tasks/match-files.ts`. */
export type MatchFiles = (task: Task) => (path: PathBytes) => boolean;

/** What the jobs of one occasion have in common. */
export interface JobCircumstances {
  readonly repository: AbsolutePath;
  /** Names what a person asked for; `null` where commits did. */
  readonly run: string | null;
  readonly priority: number;
  /** See `TaskPayload.again`. */
  readonly again: boolean;
}

/**
 * Makes the job of a planned run.
 *
 * Its key lets a newer content of the file take the place of the one that waits. A run that a person
 * asked for has keys of its own, or the next commit would take files out of the run that they watch; what
 * is then there twice is run once, because its content has been processed.
 */
export function taskJob(
  { task, path, content, runAt }: PlannedRun<Task, PathBytes>,
  { repository, run, priority, again }: JobCircumstances,
): NewJob {
  const { blob, commit, on } = content;
  const payload: TaskPayload = { path, blob, commit, on, again };
  return {
    kind: task.name,
    lane: repository,
    payload: { ...payload },
    dedupeKey: keyOf([repository, task.name, path, run]),
    run,
    priority,
    runAt,
  };
}

/** A hash, because paths have no bounds, and any separator can be part of a name. */
function keyOf(parts: readonly (string | null)[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/** A transaction of so many jobs keeps the process for some 20 ms, syncing included. */
const JOBS_AT_ONCE = 500;

/**
 * Puts jobs into the queue, in chunks, and lets the rest of the process have its turn after each.
 *
 * Where it throws, some chunks may be in the queue: do all of it again, the keys make that harmless.
 */
export async function enqueueInChunks(
  queue: Pick<JobQueue, "enqueue">,
  jobs: readonly NewJob[],
): Promise<void> {
  for (let at = 0; at < jobs.length; at += JOBS_AT_ONCE) {
    await queue.enqueue(jobs.slice(at, at + JOBS_AT_ONCE));
    await nextTurn();
  }
}
