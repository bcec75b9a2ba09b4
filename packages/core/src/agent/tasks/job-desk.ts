import { jobId } from "../../decide/brands.ts";
import { statesFor } from "../../decide/job-action.ts";
import type { Job, JobQueue, JobSelection } from "../../queue/job-queue.ts";
import type { JobWorker } from "../../queue/job-worker.ts";
import type { QueuedLook } from "../../queue/look-row.ts";
import type {
  JobActionReply,
  JobActionRequest,
  JobsReply,
  JobsRequest,
  JobView,
} from "../../socket/job-schema.ts";
import { lookNumber, lookView, taskView } from "./job-views.ts";

/** What {@link JobDesk} needs. */
export interface JobDeskParts {
  readonly queue: JobQueue;
  /** Where jobs run, if they do here. */
  readonly worker: Pick<JobWorker, "running" | "wake" | "checkPulse"> | null;
  readonly looks: LookShelf;
  /** Whether tasks wait until a person lets them run again. */
  readonly paused: () => boolean;
  /** Whether one task does, in one repository. */
  readonly isPaused: (repository: string, task: string) => boolean;
  /** Called when a person has changed something. */
  readonly changed: () => void;
}

/** The looks in the queue, as far as a person may see and touch them. */
export interface LookShelf {
  readonly list: () => readonly QueuedLook[];
  /** Asks for the look again, now. */
  readonly retry: (look: QueuedLook) => void;
  /** Gives up a look that is dead. */
  readonly discard: (look: QueuedLook) => void;
}

type Chosen = Pick<JobsRequest, "ids" | "repository" | "task" | "run">;

/** Shows the queue to people, and does what they want done about its jobs. */
export class JobDesk {
  readonly #parts: JobDeskParts;

  constructor(parts: JobDeskParts) {
    this.#parts = parts;
  }

  /** Lists jobs, the newest first; looks, of which there are few, all at once and before the others. */
  async jobs(request: JobsRequest): Promise<JobsReply> {
    const { queue, worker, paused, isPaused } = this.#parts;
    const { states, most, before } = request;
    const looks = this.#looks(request).filter(
      ({ state }) => states === null || states.includes(state),
    );
    const selection = { ...selectionOf(request), states: states ?? undefined };
    const counts = { ...(await queue.counts(selection)) };
    for (const { state } of looks) counts[state] += 1;
    // The looks stand before all others.
    const isFromTop = before === null || lookNumber(before) !== undefined;
    const page = { most, before: isFromTop ? undefined : jobId(before) };
    const tasks = most === 0 ? [] : await queue.list(selection, page);
    const latest = new Map(worker?.running.map(({ job, progress }) => [job.id, progress]));
    const jobs: JobView[] = [
      ...(before === null && most > 0 ? looks.map(lookView) : []),
      ...tasks.map((job) => taskView(job, isPaused(job.lane, job.kind), latest.get(job.id))),
    ];
    return { jobs: jobs.slice(0, most), counts, paused: paused() };
  }

  /** Retries, cancels or discards jobs: those that were named, or all that fit. */
  async act(request: JobActionRequest): Promise<JobActionReply> {
    const { queue, worker, changed } = this.#parts;
    const { action, ids } = request;
    const states = statesFor(action, ids !== null);
    const looks = this.#looks(request).filter(({ state }) => states.includes(state));
    const changedLooks = this.#actOnLooks(action, looks);
    const selection = { ...selectionOf(request), states };
    const fit = ids === null ? [] : await this.#named(selection);
    const changedJobs = await (action === "retry"
      ? queue.retry(selection)
      : queue.cancel(selection));
    await worker?.checkPulse();
    worker?.wake();
    changed();
    const known = new Set([...changedLooks, ...fit.map(({ id }) => id)]);
    return {
      changed: changedLooks.length + changedJobs,
      unfit: ids?.filter((id) => !known.has(id)) ?? [],
    };
  }

  /** A look is nobody's to cancel: it is made again at the next poll anyway. */
  #actOnLooks(action: JobActionRequest["action"], looks: readonly QueuedLook[]): string[] {
    if (action === "cancel") return [];
    const { retry, discard } = this.#parts.looks;
    for (const look of looks) (action === "retry" ? retry : discard)(look);
    return looks.map((look) => lookView(look).id);
  }

  async #named(selection: JobSelection): Promise<readonly Job[]> {
    const most = selection.ids?.length ?? 0;
    return most === 0 ? [] : this.#parts.queue.list(selection, { most });
  }

  #looks({ ids, repository, task, run }: Chosen): readonly QueuedLook[] {
    if (task !== null || run !== null) return [];
    const numbers = ids?.map(lookNumber);
    return this.#parts.looks
      .list()
      .filter((look) => repository === null || look.repository === repository)
      .filter((look) => numbers === undefined || numbers.includes(look.job));
  }
}

function selectionOf({ ids, repository, task, run }: Chosen): JobSelection {
  return {
    ids: ids?.filter((id) => lookNumber(id) === undefined).map(jobId),
    lane: repository ?? undefined,
    kind: task ?? undefined,
    run: run ?? undefined,
  };
}
