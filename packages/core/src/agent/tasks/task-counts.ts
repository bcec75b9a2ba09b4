import type { JobState } from "../../decide/job.ts";
import type { JobQueue } from "../../queue/job-queue.ts";

/** Dead jobs that are looked at one by one; more are a number. */
const MOST_DEAD = 1000;

const NONE: Readonly<Record<JobState, number>> = {
  queued: 0,
  running: 0,
  retrying: 0,
  done: 0,
  dead: 0,
  cancelled: 0,
};

/**
 * How many jobs of tasks are in each state, as the status shows it.
 *
 * The queue may be on another machine, and the status is asked for at any moment, so this is what was
 * last read.
 */
export class TaskCounts {
  readonly #queue: JobQueue;
  #counts = NONE;
  #dead: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map();

  constructor(queue: JobQueue) {
    this.#queue = queue;
  }

  /** By state, over all repositories. */
  get byState(): Readonly<Record<JobState, number>> {
    return this.#counts;
  }

  /** The tasks that gave up on files of a repository, and on how many. */
  dead(repository: string): ReadonlyMap<string, number> {
    return this.#dead.get(repository) ?? new Map();
  }

  /** Reads the queue again. */
  async read(): Promise<void> {
    const counts = await this.#queue.counts();
    const dead =
      counts.dead === 0 ? [] : await this.#queue.list({ states: ["dead"] }, { most: MOST_DEAD });
    this.#counts = counts;
    this.#dead = new Map(
      [...Map.groupBy(dead, ({ lane }) => lane)].map(([lane, jobs]) => {
        const byTask = [...Map.groupBy(jobs, ({ kind }) => kind)];
        return [lane, new Map(byTask.map(([task, same]) => [task, same.length]))];
      }),
    );
  }
}
