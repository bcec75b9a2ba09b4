import { setImmediate as nextTurn } from "node:timers/promises";
import type { JobQueue } from "../../queue/job-queue.ts";
import type { TaskRuns } from "../../tasks/task-runs.ts";

const DAY_MS = 86_400_000;

/** How long finished jobs can be seen, and how many. Those that are dead stay until a person acts. */
const JOBS_KEPT = { ms: 30 * DAY_MS, most: 10_000 };

/** How long results are kept, how many, and how much: they are what was worked for, so longer than the jobs. */
const RUNS_KEPT = { ms: 365 * DAY_MS, most: 50_000, mostBytes: 2 * 1024 ** 3 };

/** Forgets jobs and results that have been kept long enough, a few at a time. */
export async function forgetOld(queue: JobQueue, runs: TaskRuns, now: number): Promise<void> {
  const jobs = { finishedBefore: now - JOBS_KEPT.ms, mostFinished: JOBS_KEPT.most };
  while ((await queue.prune(jobs)) > 0) await nextTurn();
  const { ms, ...bounds } = RUNS_KEPT;
  const results = { startedBefore: now - ms, ...bounds };
  while (runs.prune(results) > 0) await nextTurn();
}
