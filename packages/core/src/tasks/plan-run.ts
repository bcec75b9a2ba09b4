import type { AbsolutePath } from "../decide/brands.ts";
import { type ChangedFile, planTasks } from "../decide/plan-tasks.ts";
import type { PathBytes } from "../git/path-bytes.ts";
import type { NewJob } from "../queue/job-queue.ts";
import type { Task } from "./task.ts";
import { type MatchFiles, taskJob } from "./task-jobs.ts";

/** Somebody waits for it, so it goes before what commits left. */
export const RUN_PRIORITY = 10;

/** A run of a task that a person asks for. */
export interface RunRequest {
  readonly repository: AbsolutePath;
  readonly task: Task;
  /** See `listFiles` and `listChangedSince`. */
  readonly files: readonly ChangedFile<PathBytes>[];
  readonly matches: MatchFiles;
  /** Names the jobs of this run. */
  readonly run: string;
  /** Run the command even for content that it has processed before. */
  readonly again: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Makes the jobs of a run that a person asks for: due at once, whatever the task's mode, delay and
 * occasions are.
 */
export function planRun({ task, files, matches, run, again, now, ...of }: RunRequest): NewJob[] {
  const eager = { ...task, mode: "auto", on: ["commit"], delayMs: 0 } as const satisfies Task;
  const planned = planTasks([{ task: eager, isFor: matches(task) }], files, now);
  const circumstances = { repository: of.repository, run, priority: RUN_PRIORITY, again };
  return planned.map((one) => taskJob(one, circumstances));
}
