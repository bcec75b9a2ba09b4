import type { Clock } from "../../clock.ts";
import type { AbsolutePath } from "../../decide/brands.ts";
import { InputError } from "../../errors.ts";
import type { GitDoor } from "../../git/run-git.ts";
import { JobWorker } from "../../queue/job-worker.ts";
import { SqliteJobQueue } from "../../queue/sqlite-job-queue.ts";
import type {
  ResultsReply,
  ResultsRequest,
  TaskRunReply,
  TaskRunRequest,
} from "../../socket/task-schema.ts";
import type { Store } from "../../store/store.ts";
import { CursorTable } from "../../tasks/cursor-table.ts";
import { matchFiles } from "../../tasks/match-files.ts";
import { TaskOutputs } from "../../tasks/task-outputs.ts";
import { TaskPlanner } from "../../tasks/task-planner.ts";
import { TaskRuns } from "../../tasks/task-runs.ts";
import type { TrackedRepository } from "../tracked-repository.ts";
import { JobDesk, type LookShelf } from "./job-desk.ts";
import { listResults } from "./result-desk.ts";
import { runJobs } from "./run-job.ts";
import { runNow } from "./run-now.ts";
import { TaskSettings } from "./task-settings.ts";
import { Tasks } from "./tasks.ts";

/** What {@link openTasks} needs. */
export interface OpenTasksParts {
  readonly store: Store;
  readonly door: GitDoor;
  readonly clock: Clock;
  /** Names this process in the queue. */
  readonly name: string;
  readonly looks: LookShelf;
  readonly tracked: () => readonly TrackedRepository[];
  /** Called when what people see of it has changed. */
  readonly changed: () => void;
}

/** Everything about tasks: what runs them, and what people may ask. */
export interface OpenedTasks {
  readonly tasks: Tasks;
  readonly desk: JobDesk;
  readonly results: (request: ResultsRequest) => ResultsReply;
  /** Queues the files; see {@link runNow}. */
  readonly run: (request: TaskRunRequest) => Promise<TaskRunReply>;
}

/** Puts the parts of tasks together; nothing runs before `tasks.open`. */
export function openTasks(parts: OpenTasksParts): OpenedTasks {
  const { store, door, clock, name, looks, tracked, changed } = parts;
  const { log } = door;
  const queue = new SqliteJobQueue(store, clock);
  const runs = new TaskRuns(store);
  const settings = new TaskSettings(door);
  const find = (repository: AbsolutePath) => tracked().find(({ path }) => path === repository);
  const worker = new JobWorker({
    queue,
    clock,
    log,
    name,
    run: runJobs({
      door,
      clock,
      log,
      runs,
      outputs: new TaskOutputs(store),
      queue,
      settings,
      tracked: find,
      random: Math.random,
    }),
    limits: () => settings.limits(),
    turnOf: ({ kind, lane }) => settings.batchSize(lane, kind),
    changed: () => tasks.changed(),
  });
  const planner = new TaskPlanner({
    door,
    clock,
    queue,
    cursors: new CursorTable(store),
    async tasksOf(repository) {
      const current = await settings.read(repository);
      if (current !== undefined) return current.tasks;
      throw new InputError(`git cannot read the settings of ${repository}.`, { code: "missing" });
    },
    matches: matchFiles,
    log,
  });
  const tasks: Tasks = new Tasks({
    queue,
    runs,
    worker,
    planner,
    settings,
    clock,
    log,
    name,
    tracked,
    changed,
  });
  const desk = new JobDesk({
    queue,
    worker,
    looks,
    paused: () => settings.limits() === null,
    isPaused: (repository, task) => settings.isPaused(repository, task),
    changed: () => tasks.changed(),
  });
  return {
    tasks,
    desk,
    results: (request) => listResults(runs, request),
    async run(request) {
      const reply = await runNow({ door, clock, queue, settings }, request);
      worker.wake();
      tasks.changed();
      return reply;
    },
  };
}
