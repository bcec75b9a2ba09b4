import { absolutePath } from "../../decide/brands.ts";
import { LookStore } from "../../queue/look-store.ts";
import { SqliteJobQueue } from "../../queue/sqlite-job-queue.ts";
import type {
  JobActionReply,
  JobActionRequest,
  JobsReply,
  JobsRequest,
  JobView,
} from "../../socket/job-schema.ts";
import type {
  ResultsReply,
  ResultsRequest,
  TaskRunReply,
  TaskRunRequest,
} from "../../socket/task-schema.ts";
import { openStoreReadOnly } from "../../store/open-read-only.ts";
import type { Store } from "../../store/store.ts";
import { TaskRuns } from "../../tasks/task-runs.ts";
import {
  type Engine,
  type EngineOptions,
  loadRegistered,
  NOBODY_LISTENS,
  openEngine,
} from "../engine.ts";
import { JobDesk } from "./job-desk.ts";
import { listResults } from "./result-desk.ts";

const NO_JOBS: JobsReply = {
  jobs: [],
  counts: { queued: 0, running: 0, retrying: 0, done: 0, dead: 0, cancelled: 0 },
  paused: false,
};

/** Runs that are looked at; far more than ever run at once. */
const MOST_RUNS = 1000;

/** Where the queue lies. */
type Place = Pick<EngineOptions, "home" | "clock">;

/**
 * Lists jobs while no agent runs. Changes nothing.
 *
 * @throws StoreError when the database cannot be read
 */
export async function jobsWithoutAgent(place: Place, request: JobsRequest): Promise<JobsReply> {
  return reading(place, NO_JOBS, async (store) => {
    const looks = new LookStore(store, place.clock);
    const queue = new SqliteJobQueue(store, place.clock);
    const desk = new JobDesk({
      queue,
      worker: null,
      looks: { list: () => looks.list(), retry: nobody, discard: nobody },
      paused: () => false,
      isPaused: () => false,
      changed: nobody,
    });
    return withDeadRuns(await desk.jobs(request), await deadRuns(queue, desk, request), request);
  });
}

/** The jobs of a list that run by the queue's word, while whoever ran them is gone. */
async function deadRuns(
  queue: SqliteJobQueue,
  desk: JobDesk,
  request: JobsRequest,
): Promise<readonly JobView[]> {
  const running = await queue.list({ states: ["running"] }, { most: MOST_RUNS });
  const dead = new Set<string>(running.filter(({ worker }) => !lives(worker)).map(({ id }) => id));
  const listed = { ...request, states: ["running" as const], most: MOST_RUNS, before: null };
  const { jobs } = await desk.jobs(listed);
  return jobs.filter(({ id }) => dead.has(id));
}

/** A worker's name begins with its process id; a number that is another's by now does no harm here. */
function lives(worker: string | null): boolean {
  try {
    return process.kill(Number.parseInt(worker ?? "", 10), 0);
  } catch {
    return false;
  }
}

/** What a dead worker left is not running: it waits for the next one, with what is queued. */
function withDeadRuns(
  { jobs, counts, ...same }: JobsReply,
  dead: readonly JobView[],
  { states, most, before }: JobsRequest,
): JobsReply {
  const ids = new Set(dead.map(({ id }) => id));
  const asked = (state: "queued" | "running"): boolean => states?.includes(state) ?? true;
  const waiting = before === null && asked("queued") ? dead : [];
  return {
    ...same,
    jobs: [
      ...waiting.map((job) => ({ ...job, state: "queued" as const, runAt: job.startedAt })),
      ...jobs.filter(({ id }) => !ids.has(id)),
    ].slice(0, most),
    counts: {
      ...counts,
      queued: counts.queued + (asked("queued") ? dead.length : 0),
      running: counts.running - (asked("running") ? dead.length : 0),
    },
  };
}

/**
 * Lists what came of runs of tasks while no agent runs. Changes nothing.
 *
 * @throws StoreError when the database cannot be read
 */
export async function resultsWithoutAgent(
  place: Place,
  request: ResultsRequest,
): Promise<ResultsReply> {
  return reading(place, { results: [] }, async (store) =>
    listResults(new TaskRuns(store), request),
  );
}

/**
 * Retries, cancels or discards jobs while no agent runs; what is due then waits for the next one.
 *
 * @throws ConfigError `agent-running` when an agent has the state folder
 */
export async function actOnJobsWithoutAgent(
  options: EngineOptions,
  request: JobActionRequest,
): Promise<JobActionReply> {
  const engine = await openEngine(options, NOBODY_LISTENS);
  try {
    await loadRegistered(engine);
    return await engine.opened.desk.act(request);
  } finally {
    await engine.close();
  }
}

/** A run of a task in this process. */
export interface RunHere extends TaskRunReply {
  readonly jobs: (request: JobsRequest) => Promise<JobsReply>;
  /** Ends what runs, in good order; what is left stays in the queue. */
  readonly close: () => Promise<void>;
}

/**
 * Runs a task in this process, and whatever else is due; the caller follows the run and closes it.
 *
 * @throws ConfigError `agent-running` when an agent has the state folder
 * @throws InputError when there is no such task or repository, or it may not run
 */
export async function runTaskWithoutAgent(
  options: EngineOptions,
  request: TaskRunRequest,
): Promise<RunHere> {
  const engine = await openEngine(options, NOBODY_LISTENS);
  try {
    return await runIn(engine, request);
  } catch (error) {
    await engine.close();
    throw error;
  }
}

async function runIn(engine: Engine, request: TaskRunRequest): Promise<RunHere> {
  const { opened, repositories } = engine;
  await loadRegistered(engine);
  repositories.requireAll([absolutePath(request.repository)]);
  await opened.tasks.open();
  const reply = await opened.run(request);
  return { ...reply, jobs: (asked) => opened.desk.jobs(asked), close: () => engine.close() };
}

async function reading<Reply>(
  { home }: Place,
  empty: Reply,
  read: (store: Store) => Promise<Reply>,
): Promise<Reply> {
  const store = openStoreReadOnly(home.database);
  if (store === undefined) return empty;
  try {
    return await read(store);
  } finally {
    store.close();
  }
}

function nobody(): void {}
