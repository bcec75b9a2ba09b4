/** What of a task's settings limits its runs. */
export interface TaskLimit {
  readonly name: string;
  /** How many of its files run at the same time, over all repositories. */
  readonly concurrency: number;
  readonly paused: boolean;
}

/** The tasks of one repository; `on` is false where `hookline.tasks` says that none of them runs. */
export interface RepositoryTasks {
  readonly tasks: readonly TaskLimit[];
  readonly on: boolean;
}

/** How many jobs of each task may run at once, and which tasks do not run at all. */
export interface TaskLimits {
  readonly perKind: Readonly<Record<string, number>>;
  readonly except: readonly string[];
}

/**
 * Puts the limits of all repositories together; `null` where nothing may run anywhere.
 *
 * Where two repositories set a task of one name differently, the smaller number counts for both, and
 * it stands still only where it does so in all of them.
 */
export function taskLimits(repositories: readonly RepositoryTasks[]): TaskLimits | null {
  const withTasks = repositories.filter(({ tasks }) => tasks.length > 0);
  if (withTasks.length > 0 && withTasks.every(({ on }) => !on)) return null;
  const perKind = new Map<string, number>();
  const runs = new Set<string>();
  for (const { tasks, on } of withTasks) {
    for (const { name, concurrency, paused } of tasks) {
      perKind.set(name, Math.min(perKind.get(name) ?? concurrency, concurrency));
      if (on && !paused) runs.add(name);
    }
  }
  const except = [...perKind.keys()].filter((name) => !runs.has(name));
  return { perKind: Object.fromEntries(perKind), except };
}
