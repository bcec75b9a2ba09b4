import type { Clock } from "../clock.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import type { Reading } from "../decide/outcome.ts";
import { type ChangedFile, planTasks } from "../decide/plan-tasks.ts";
import type { QueuedFiles } from "../decide/queued-files.ts";
import { StoreError } from "../errors.ts";
import { fileFailure, read } from "../git/ask-git.ts";
import type { RepositoryPlace } from "../git/locate.ts";
import type { PathBytes } from "../git/path-bytes.ts";
import { type GitDoor, openGit } from "../git/run-git.ts";
import type { Log } from "../log/events.ts";
import type { JobQueue } from "../queue/job-queue.ts";
import { changedFiles } from "./changed-files.ts";
import type { CursorTable, TaskCursor } from "./cursor-table.ts";
import { type Movement, type Movements, readMovements } from "./read-movements.ts";
import { reflogMark } from "./read-reflog.ts";
import type { Task, TaskOccasion } from "./task.ts";
import { enqueueInChunks, type MatchFiles, taskJob } from "./task-jobs.ts";

/** What {@link TaskPlanner} needs. */
export interface TaskPlannerParts {
  readonly door: GitDoor;
  readonly clock: Clock;
  readonly queue: Pick<JobQueue, "enqueue">;
  readonly cursors: CursorTable;
  /** The tasks of a repository, paused ones too. */
  readonly tasksOf: (repository: AbsolutePath) => Promise<readonly Task[]>;
  readonly matches: MatchFiles;
  readonly log: Log;
}

/** Files that were put into the queue for one task, and how they came here. */
export interface PlannedFiles extends QueuedFiles {
  readonly on: TaskOccasion;
}

/** Up to where a repository was seen. */
interface Seen {
  /** See `reflogMark`; undefined where the next call must not rely on it. */
  readonly mark: string | null | undefined;
  readonly cursor: TaskCursor;
  /** The database has this cursor. */
  readonly saved: boolean;
  /**
   * Nobody had looked here before, and no hook has reported since: what is reported next may be older than
   * the cursor. Holds the movements that were planned meanwhile; `null` once a hook has reported.
   */
  readonly unreported: readonly Movement[] | null;
}

/** A commit of 100,000 files takes git a second or two; a disk can be slow. */
const DEADLINE_MS = 5 * 60_000;

/** A hook reports within moments; whoever commits as often as this without one has none. */
const MOST_UNREPORTED = 100;

/** So many files are matched with the tasks before the rest of the process has its turn. */
const FILES_AT_ONCE = 500;

/**
 * Turns what happened to HEAD into jobs of tasks.
 *
 * Every job of a movement is in the queue before the cursor moves past it. A crash in between queues
 * them once more, which their keys make harmless; so nothing that was committed is missed.
 *
 * A repository without tasks has its cursor in memory alone and always at the end: it costs no write,
 * and what was committed before a task was set up is never processed.
 */
export class TaskPlanner {
  readonly #parts: TaskPlannerParts;
  readonly #seen = new Map<AbsolutePath, Seen>();
  readonly #turns = new Map<AbsolutePath, Promise<unknown>>();

  constructor(parts: TaskPlannerParts) {
    this.#parts = parts;
  }

  /**
   * Queues what the repository's tasks have to do since the last time; tells what was queued.
   *
   * One at a time for a repository. Never rejects: what went wrong is logged, and done the next time.
   * Where HEAD did not move, this is one call to the system.
   *
   * @param reported how many hooks have just reported; they count where nobody has looked here before
   */
  plan(
    repository: AbsolutePath,
    place: RepositoryPlace,
    reported = 0,
  ): Promise<readonly PlannedFiles[]> {
    return this.#inTurn(repository, async () => {
      try {
        const queued = await this.#plan(repository, place, reported);
        if (queued.kind === "read") return queued.value;
        this.#parts.log("task.not-planned", {
          repository,
          failure: queued.failure.kind,
          detail: queued.failure.detail,
        });
      } catch (error) {
        this.#tell(error, `plan the tasks of ${repository}`);
      }
      return [];
    });
  }

  /**
   * Takes notice that tasks may have come or gone: the next call writes down where a repository stands
   * that has tasks now, so that no commit is missed that comes while no agent runs; and forgets it of
   * one that has none.
   */
  settingsChanged(): void {
    for (const [repository, seen] of this.#seen) {
      this.#seen.set(repository, { ...seen, mark: undefined });
    }
  }

  /** Forgets a repository, after what is under way for it. Never rejects. */
  async forget(repository: AbsolutePath): Promise<void> {
    await this.#inTurn(repository, async () => {
      this.#seen.delete(repository);
      try {
        this.#parts.cursors.remove(repository);
      } catch (error) {
        this.#tell(error, `forget the tasks of ${repository}`);
      }
    });
  }

  async #inTurn<Result>(repository: AbsolutePath, work: () => Promise<Result>): Promise<Result> {
    const turn = (this.#turns.get(repository) ?? Promise.resolve()).then(work);
    this.#turns.set(repository, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(repository) === turn) this.#turns.delete(repository);
    }
  }

  async #plan(
    repository: AbsolutePath,
    place: RepositoryPlace,
    reported: number,
  ): Promise<Reading<readonly PlannedFiles[]>> {
    const mark = await markOf(place);
    if (mark.kind === "failed") return mark;
    const seen = this.#seen.get(repository) ?? this.#stored(repository);
    const unreported = seen === undefined ? [] : seen.unreported;
    const news = unreported === null ? 0 : reported;
    // Without a reflog only git can tell whether HEAD moved.
    if (news === 0 && mark.value !== null && mark.value === seen?.mark) return read([]);
    const tasks = await this.#parts.tasksOf(repository);
    const git = openGit(this.#parts.door, place.root);
    const tools = { git, limits: { deadlineMs: DEADLINE_MS } };
    const found =
      tasks.length === 0
        ? await readMovements({ ...tools, place }, undefined)
        : await readNews({ ...tools, place }, seen, news);
    if (found.kind === "failed") return found;
    const { movements, cursor } = found.value;
    this.#tellCut(repository, found.value);
    const changed = await changedFiles({ ...tools, repository, log: this.#parts.log }, movements);
    if (changed.kind === "failed") return changed;
    const queued = await this.#enqueue(repository, tasks, changed.value);
    const saved = tasks.length > 0;
    const still = reported > 0 ? null : unreported && [...unreported, ...movements];
    const known = still === null || still.length > MOST_UNREPORTED ? null : still;
    this.#keep(repository, seen, { mark: mark.value, cursor, saved, unreported: known });
    return read(queued);
  }

  #stored(repository: AbsolutePath): Seen | undefined {
    const cursor = this.#parts.cursors.load(repository);
    return cursor && { mark: undefined, cursor, saved: true, unreported: null };
  }

  /** Writes down what is to be written, and only what is new. */
  #keep(repository: AbsolutePath, before: Seen | undefined, seen: Seen): void {
    const { cursors } = this.#parts;
    if (seen.saved && !(before?.saved && isSame(before.cursor, seen.cursor))) {
      cursors.save(repository, seen.cursor);
    }
    if (!seen.saved && before?.saved) cursors.remove(repository);
    this.#seen.set(repository, seen);
  }

  async #enqueue(
    repository: AbsolutePath,
    tasks: readonly Task[],
    files: readonly ChangedFile<PathBytes>[],
  ): Promise<readonly PlannedFiles[]> {
    const { queue, matches, clock } = this.#parts;
    const circumstances = { repository, run: null, priority: 0, again: false };
    const queued = new Map<string, PlannedFiles>();
    const now = clock.now();
    const withFiles = tasks.map((task) => ({ task, isFor: matches(task) }));
    for (let at = 0; at < files.length; at += FILES_AT_ONCE) {
      const planned = planTasks(withFiles, files.slice(at, at + FILES_AT_ONCE), now);
      await enqueueInChunks(
        queue,
        planned.map((one) => taskJob(one, circumstances)),
      );
      for (const { task, content } of planned) count(queued, task, content.on);
    }
    for (const one of queued.values()) this.#parts.log("task.queued", { repository, ...one });
    return [...queued.values()];
  }

  #tellCut(repository: AbsolutePath, { cut, movements }: Movements): void {
    if (cut) this.#parts.log("task.history-cut", { repository, entries: movements.length });
  }

  #tell(error: unknown, where: string): void {
    const problem = error instanceof Error ? error.message : String(error);
    if (error instanceof StoreError) {
      this.#parts.log("store.failed", { code: error.code, problem });
    } else this.#parts.log("fault.unexpected", { where, problem });
  }
}

/**
 * Reads what is new since a cursor, or what hooks reported, whichever is more: a cursor that was taken only
 * just now may lie behind a commit whose hook has not reported yet.
 */
async function readNews(
  tools: Parameters<typeof readMovements>[0],
  seen: Seen | undefined,
  reported: number,
): Promise<Reading<Movements>> {
  const found = await readMovements(tools, seen?.cursor, reported);
  if (found.kind === "failed" || seen === undefined || reported === 0) return found;
  const told = await readMovements(tools, undefined, reported);
  if (told.kind === "failed") return told;
  const { movements } = told.value;
  if (movements.length <= found.value.movements.length) return found;
  const planned = new Set(seen.unreported?.map((one) => one.new));
  return read({ ...told.value, movements: movements.filter((one) => !planned.has(one.new)) });
}

async function markOf(place: RepositoryPlace): Promise<Reading<string | null>> {
  try {
    return read(await reflogMark(place));
  } catch (error) {
    return fileFailure(error);
  }
}

function isSame(one: TaskCursor, other: TaskCursor): boolean {
  return one.commit === other.commit && one.entry === other.entry;
}

function count(queued: Map<string, PlannedFiles>, task: Task, on: TaskOccasion): void {
  const key = `${on} ${task.name}`;
  const files = (queued.get(key)?.files ?? 0) + 1;
  queued.set(key, { task: task.name, mode: task.mode, on, files });
}
