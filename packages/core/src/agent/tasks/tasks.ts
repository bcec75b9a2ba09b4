import { type Clock, systemClock } from "../../clock.ts";
import type { AbsolutePath } from "../../decide/brands.ts";
import type { JobState } from "../../decide/job.ts";
import type { QueuedFiles } from "../../decide/queued-files.ts";
import type { Log } from "../../log/events.ts";
import type { JobQueue } from "../../queue/job-queue.ts";
import type { JobWorker } from "../../queue/job-worker.ts";
import { despiteStore } from "../../store/despite-store.ts";
import { endOrphans } from "../../tasks/end-orphans.ts";
import type { TaskPlanner } from "../../tasks/task-planner.ts";
import type { TaskRuns } from "../../tasks/task-runs.ts";
import { sleptWell } from "../rhythm.ts";
import type { TrackedRepository } from "../tracked-repository.ts";
import { forgetOld } from "./forget-old.ts";
import { LatelyQueued } from "./lately-queued.ts";
import { releaseHeld } from "./release-held.ts";
import { TaskCounts } from "./task-counts.ts";
import type { TaskSettings } from "./task-settings.ts";

/** How long we wait before we try again when the queue cannot be used. */
const QUEUE_RETRY_MS = 5000;

/** Changes within this time are counted once; where counting takes long, it is done all the more seldom. */
const COUNT_AFTER_MS = 50;
const TIMES_AS_LONG = 20;

/** How long a stop waits for files that are being queued. */
const PLANNED_WITHIN_MS = 5000;

/** How often what is old is forgotten. */
const TIDY_EVERY_MS = 60 * 60_000;

/** Jobs of a dead agent that are looked at. It ran far fewer at once. */
const MOST_ORPHANS = 1000;

/** What {@link Tasks} needs. */
export interface TasksParts {
  readonly queue: JobQueue;
  readonly worker: JobWorker;
  readonly planner: TaskPlanner;
  readonly settings: TaskSettings;
  readonly runs: TaskRuns;
  readonly clock: Clock;
  readonly log: Log;
  /** Names this process in the queue. */
  readonly name: string;
  readonly tracked: () => readonly TrackedRepository[];
  /** Called when what people see of it has changed. */
  readonly changed: () => void;
}

/** The tasks of all repositories: queues what commits leave to do, and has it done. */
export class Tasks {
  readonly #parts: TasksParts;
  readonly #lately: LatelyQueued;
  readonly #counts: TaskCounts;
  readonly #closing = new AbortController();
  #counting: Promise<void> | undefined;
  #countedInMs = 0;
  readonly #planning = new Set<Promise<unknown>>();
  #opened = false;

  constructor(parts: TasksParts) {
    this.#parts = parts;
    this.#lately = new LatelyQueued(parts.clock);
    this.#counts = new TaskCounts(parts.queue);
  }

  /**
   * Queues what commits have left to do, ends what a dead agent left running, takes its jobs back, and begins
   * to run what is due.
   *
   * Only for the holder of the agent's lock: nobody else's worker lives. Never rejects; a queue that
   * cannot be used now is tried again.
   */
  async open(): Promise<void> {
    const { queue, settings, worker, log, name, tracked, clock } = this.#parts;
    this.#opened = true;
    await Promise.all(tracked().map(({ path }) => this.noticed(path)));
    while (!this.#closing.signal.aborted) {
      const opened = await despiteStore(this.#parts.log, async () => {
        const orphans = await queue.list({ states: ["running"] }, { most: MOST_ORPHANS });
        const strangers = orphans.filter((job) => job.worker !== name);
        for (const { job, process, kind } of await endOrphans(strangers, clock)) {
          log("job.orphan", { job, pid: process.pid, end: kind });
        }
        const recovered = await queue.recover(name);
        if (recovered.length > 0) log("job.recovered", { jobs: recovered.length });
        await this.#counts.read();
        const { queued, retrying } = this.#counts.byState;
        if (queued + retrying > 0) await settings.readAll(tracked().map(({ path }) => path));
        return true;
      });
      if (opened === true) break;
      await clock.sleep(QUEUE_RETRY_MS, this.#closing.signal).catch(() => undefined);
    }
    if (this.#closing.signal.aborted) return;
    worker.open();
    this.changed();
    void this.#tidyForEver();
  }

  /**
   * HEAD of a repository may have moved: queues what that leaves to do. Never rejects.
   *
   * Before {@link open}, only what hooks report counts: where nobody has looked before, it tells what is new,
   * and a look that comes first would take it for old.
   *
   * @param reported how many hooks have just reported
   */
  async noticed(repository: AbsolutePath, reported = 0): Promise<void> {
    if (!this.#opened && reported === 0) return;
    const { planner, tracked, worker } = this.#parts;
    const { place, loaded } = tracked().find(({ path }) => path === repository) ?? {};
    if (this.#closing.signal.aborted || place == null || loaded?.settings.paused === true) return;
    const planning = planner.plan(repository, place, reported);
    this.#planning.add(planning);
    const queued = await planning.finally(() => this.#planning.delete(planning));
    if (queued.length === 0) return;
    this.#lately.add(repository, queued);
    worker.wake();
    this.changed();
  }

  /** What a commit has queued that its hook reports now; each file is told once. */
  async queuedBy(repository: AbsolutePath): Promise<readonly QueuedFiles[]> {
    await this.noticed(repository);
    return this.#lately.take(repository);
  }

  /** Settings may have changed: what was held by them may run. */
  async settingsChanged(): Promise<void> {
    const { queue, planner, settings, tracked, worker } = this.#parts;
    planner.settingsChanged();
    const takenBack = await settings.readAll(tracked().map(({ path }) => path));
    await despiteStore(this.#parts.log, async () => {
      for (const { repository, name } of takenBack) {
        await queue.cancel({ lane: repository, kind: name, states: ["queued", "retrying"] });
      }
      await releaseHeld(queue, settings, tracked());
    });
    // Where tasks are new, it is written down now where they begin.
    await Promise.all(tracked().map(({ path }) => this.noticed(path)));
    worker.wake();
    this.changed();
  }

  /** By state, over all repositories, as last read. */
  get counts(): Readonly<Record<JobState, number>> {
    return this.#counts.byState;
  }

  /** Sentences for the status of a repository. */
  warnings(repository: AbsolutePath): readonly string[] {
    return [...this.#counts.dead(repository)].map(([task, files]) => {
      const what = files === 1 ? "1 file" : `${files} files`;
      return `Task "${task}" gave up on ${what}: see \`hookline queue --failed\`.`;
    });
  }

  /** Whether something runs. */
  get busy(): boolean {
    return this.#parts.worker.busy;
  }

  /** When the next job can run; `null` where none will by itself. */
  async nextRunAt(): Promise<number | null> {
    const { queue, settings } = this.#parts;
    const limits = settings.limits();
    if (limits === null) return null;
    const runAt = await despiteStore(this.#parts.log, () => queue.nextRunAt(limits.except));
    return runAt ?? null;
  }

  /** Takes back what waits for a repository that is no longer ours, and ends what runs. */
  async forget(repository: AbsolutePath): Promise<void> {
    const { queue, planner, settings, worker } = this.#parts;
    await planner.forget(repository);
    settings.forget(repository);
    await despiteStore(this.#parts.log, () => queue.cancel({ lane: repository }));
    await worker.checkPulse();
    this.changed();
  }

  /** Counts again, soon, and says so. */
  readonly changed = (): void => {
    const { clock, changed } = this.#parts;
    this.#counting ??= clock
      .sleep(Math.max(COUNT_AFTER_MS, TIMES_AS_LONG * this.#countedInMs), this.#closing.signal)
      .then(async () => {
        this.#counting = undefined;
        const begunAt = clock.monotonic();
        await despiteStore(this.#parts.log, () => this.#counts.read());
        this.#countedInMs = clock.monotonic() - begunAt;
        changed();
      })
      .catch(() => undefined);
  };

  /** Ends every run; what was not finished runs again at the next start. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#counting;
    await this.#parts.worker.stop();
    // What is not planned by then is planned at the next start.
    await Promise.race([Promise.all(this.#planning), systemClock.sleep(PLANNED_WITHIN_MS)]);
  }

  /** Forgets, now and then, what has been kept long enough. */
  async #tidyForEver(): Promise<void> {
    const { clock, queue, runs } = this.#parts;
    do await despiteStore(this.#parts.log, () => forgetOld(queue, runs, clock.now()));
    while (await sleptWell(clock, TIDY_EVERY_MS, this.#closing.signal));
  }
}
