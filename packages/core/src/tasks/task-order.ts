import type { Clock } from "../clock.ts";
import type { TaskResult } from "../decide/task-ending.ts";
import type { RepositoryPlace } from "../git/locate.ts";
import type { GitDoor } from "../git/run-git.ts";
import type { JobId, JobProcess } from "../queue/job-queue.ts";
import type { TaskProgress } from "./progress.ts";
import type { Task } from "./task.ts";
import type { TaskPayload } from "./task-job.ts";
import type { TaskOutputs } from "./task-outputs.ts";
import type { TaskRun } from "./task-run.ts";
import type { TaskRuns } from "./task-runs.ts";

/** What running tasks takes. */
export interface TaskTools {
  readonly door: GitDoor;
  readonly clock: Clock;
  readonly runs: Pick<TaskRuns, "save" | "findDone">;
  readonly outputs: TaskOutputs;
}

/** A sign of life of a run. */
export type TaskBeat = { readonly progress: TaskProgress } | { readonly process: JobProcess };

/** One job of a task, to be run now. */
export interface TaskOrder {
  readonly task: Task;
  readonly payload: TaskPayload;
  readonly place: RepositoryPlace;
  readonly job: JobId;
  /** 1 for the first. */
  readonly attempt: number;
  readonly signal: AbortSignal;
  readonly beat: (beat: TaskBeat) => void;
}

/** What became of an order. */
export type TaskDone = TaskResult<TaskRun>;
