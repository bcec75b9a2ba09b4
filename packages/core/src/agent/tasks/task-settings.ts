import { loadSettings } from "../../config/load-settings.ts";
import { type AbsolutePath, absolutePath } from "../../decide/brands.ts";
import { type TaskLimits, taskLimits } from "../../decide/task-limits.ts";
import { type GitDoor, openGit } from "../../git/run-git.ts";
import { inParallel } from "../../in-parallel.ts";
import type { LoadedTasks } from "../../tasks/load-tasks.ts";
import { listTrustedConfig } from "../../trust/list-trusted-config.ts";

/** The tasks of one repository, as its git config has them now. */
export interface CurrentTasks extends Pick<LoadedTasks, "tasks" | "held"> {
  /** Whether they run by themselves: not where `hookline.tasks` says no, nor while the repository is paused. */
  readonly on: boolean;
}

/** A task that its user took back. */
export interface TakenBack {
  readonly repository: AbsolutePath;
  readonly name: string;
}

/** How many repositories are read at the same time. */
const AT_ONCE = 8;

const NONE: CurrentTasks = { tasks: [], held: [], on: true };

/**
 * Reads the tasks of repositories, and remembers them for the limits.
 *
 * Read anew before anything is queued or run, so that nothing runs that the user took back.
 */
export class TaskSettings {
  readonly #door: GitDoor;
  readonly #known = new Map<AbsolutePath, CurrentTasks>();

  constructor(door: GitDoor) {
    this.#door = door;
  }

  /** Reads the tasks of one repository; undefined where git cannot say. */
  async read(repository: AbsolutePath): Promise<CurrentTasks | undefined> {
    const listed = await listTrustedConfig(openGit(this.#door, repository), repository);
    if (listed.kind === "failed") return undefined;
    const { entries } = listed;
    const { settings, tasks: loaded } = loadSettings(entries, this.#door.env);
    const { tasks, held } = loaded;
    const current = { tasks, held, on: settings.tasks && !settings.paused };
    this.#known.set(repository, current);
    return current;
  }

  /** Reads many repositories again; tells which tasks they had and have no more. */
  async readAll(repositories: readonly AbsolutePath[]): Promise<readonly TakenBack[]> {
    const before = new Map(repositories.map((path) => [path, namesOf(this.known(path))]));
    await inParallel(repositories, AT_ONCE, (repository) => this.read(repository));
    return repositories.flatMap((repository) => {
      const now = namesOf(this.known(repository));
      const gone = [...(before.get(repository) ?? [])].filter((name) => !now.has(name));
      return gone.map((name) => ({ repository, name }));
    });
  }

  /** What was last read of a repository. */
  known(repository: AbsolutePath): CurrentTasks {
    return this.#known.get(repository) ?? NONE;
  }

  /** How many files of a repository a task runs in one turn. */
  batchSize(repository: string, name: string): number {
    const { tasks } = this.known(absolutePath(repository));
    return tasks.find((task) => task.name === name)?.batchSize ?? 1;
  }

  /** Whether a task waits until a person lets it run again. */
  isPaused(repository: string, name: string): boolean {
    const { tasks, on } = this.known(absolutePath(repository));
    return !on || tasks.some((task) => task.name === name && task.paused);
  }

  /** What may run, by what was last read of every repository. */
  limits(): TaskLimits | null {
    return taskLimits([...this.#known.values()]);
  }

  /** Drops a repository that is no longer ours. */
  forget(repository: AbsolutePath): void {
    this.#known.delete(repository);
  }
}

/** The tasks that there are, those that are held for now among them. */
function namesOf({ tasks, held }: CurrentTasks): ReadonlySet<string> {
  const there = held.filter(({ why }) => why !== "taken-back");
  return new Set([...tasks, ...there].map(({ name }) => name));
}
