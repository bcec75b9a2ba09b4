import { onTestFinished } from "vitest";
import { z } from "zod";
import type { AbsolutePath } from "../../src/decide/brands.ts";
import { StoreError } from "../../src/errors.ts";
import { locate, type RepositoryPlace } from "../../src/git/locate.ts";
import { fromGit, type PathBytes, toText } from "../../src/git/path-bytes.ts";
import { type GitDoor, openGit } from "../../src/git/run-git.ts";
import type { Enqueued, NewJob } from "../../src/queue/job-queue.ts";
import { CursorTable } from "../../src/tasks/cursor-table.ts";
import type { Task } from "../../src/tasks/task.ts";
import { taskPayloadSchema } from "../../src/tasks/task-job.ts";
import { TaskPlanner } from "../../src/tasks/task-planner.ts";
import { FakeClock } from "../../src/testing/fake-clock.ts";
import { memoryLog } from "../../src/testing/memory-log.ts";
import { makeScratch, type Scratch } from "../../src/testing/scratch.ts";
import { memoryStore } from "../queue-scratch.ts";

/** A task for every file, by itself, after commits. */
export function aTask(differs: Partial<Task> = {}): Task {
  return {
    name: "document",
    words: ["true"],
    include: [],
    exclude: [],
    mode: "auto",
    on: ["commit"],
    input: "path",
    output: null,
    batchSize: 5,
    delayMs: 300_000,
    maxRetries: 2,
    retryDelayMs: 60_000,
    timeoutMs: 60_000,
    concurrency: 1,
    paused: false,
    ...differs,
  };
}

/** A task for every file, named after the one occasion that it is for. */
export const forEach = (on: "commit" | "pull"): Task => aTask({ name: on, on: [on] });

/** Takes jobs in, as a queue does, and remembers them by their keys. */
export class RecordingQueue {
  readonly waiting = new Map<string, NewJob>();
  readonly chunks: number[] = [];
  /** Called before jobs are taken in; may throw, as a broken store does. */
  before: (jobs: readonly NewJob[]) => void = () => undefined;

  async enqueue(jobs: readonly NewJob[]): Promise<readonly Enqueued[]> {
    this.before(jobs);
    this.chunks.push(jobs.length);
    for (const job of jobs) this.waiting.set(job.dedupeKey ?? "", job);
    return [];
  }
}

/** What the disk says when it is full. */
export function brokenDisk(): StoreError {
  return new StoreError("the disk is full", { code: "disk-full" });
}

/** A scratch folder with a planner, and a queue that remembers. */
export interface PlannerScratch extends Scratch {
  readonly door: GitDoor;
  readonly clock: FakeClock;
  readonly queue: RecordingQueue;
  readonly cursors: CursorTable;
  readonly events: ReturnType<typeof memoryLog>["events"];
  /** Changed by tests at will. */
  readonly tasks: Task[];
  /** How often the tasks were asked for. */
  readonly asked: () => number;
  /** Makes a planner that remembers nothing, as after a restart. */
  readonly planner: () => TaskPlanner;
  /** Plans with one planner; tells what has come into the queue, each job as `<task> <on> <path>`. */
  readonly plan: (repository: AbsolutePath) => Promise<readonly string[]>;
  readonly place: (repository: AbsolutePath) => Promise<RepositoryPlace>;
}

/** Makes it; it is gone after the test. */
export async function makePlannerScratch(tasks: readonly Task[] = []): Promise<PlannerScratch> {
  const scratch = await makeScratch("plan");
  const store = memoryStore();
  onTestFinished(async () => {
    store.close();
    await scratch.remove();
  });
  const { log, events } = memoryLog();
  const door = { env: scratch.env, log };
  const clock = new FakeClock(1000);
  const queue = new RecordingQueue();
  const cursors = new CursorTable(store);
  const current = [...tasks];
  let asked = 0;
  const planner = (): TaskPlanner =>
    new TaskPlanner({
      door,
      clock,
      queue,
      cursors,
      log,
      matches: (task) => (path) => task.include.every((end) => toText(path).endsWith(end)),
      async tasksOf() {
        asked += 1;
        return [...current];
      },
    });
  const place = async (repository: AbsolutePath): Promise<RepositoryPlace> => {
    const located = await locate(openGit(door, repository));
    if (located.kind !== "repository") throw new Error(located.kind);
    return located.place;
  };
  const only = planner();
  return {
    ...scratch,
    door,
    clock,
    queue,
    cursors,
    events,
    tasks: current,
    asked: () => asked,
    planner,
    place,
    async plan(repository) {
      queue.waiting.clear();
      await only.plan(repository, await place(repository));
      return jobsIn(queue).map(({ task, on, path }) => `${task} ${on} ${toText(path)}`);
    },
  };
}

/** A job of a task, taken apart. */
export interface PlannedJob {
  readonly task: string;
  readonly on: "commit" | "pull";
  readonly path: PathBytes;
  readonly blob: string;
  readonly commit: string;
}

const payloadOf = z.object({ kind: z.string(), payload: taskPayloadSchema });

/** Takes apart what waits in a queue, in the order of the names. */
export function jobsIn({ waiting }: RecordingQueue): readonly PlannedJob[] {
  const jobs = [...waiting.values()].map((job) => {
    const { kind, payload } = payloadOf.parse(job);
    return { task: kind, ...payload, path: fromGit(payload.path) };
  });
  return jobs.toSorted((one, other) =>
    `${one.task} ${one.path}` < `${other.task} ${other.path}` ? -1 : 1,
  );
}
