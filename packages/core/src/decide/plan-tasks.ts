/** One content of a file, the commit that has it, and how that commit came to be here. */
export interface FileContent {
  readonly blob: string;
  readonly commit: string;
  readonly on: "commit" | "pull";
}

/** A file that movements of HEAD changed. */
export interface ChangedFile<Path> {
  readonly path: Path;
  /** The newest first, one for each way that it came here. */
  readonly contents: readonly FileContent[];
}

/** As much of a task as planning needs; see `Task`. */
export interface PlannableTask {
  readonly mode: "auto" | "manual";
  readonly on: readonly FileContent["on"][];
  readonly delayMs: number;
}

/** A task, and which files it is for. */
export interface TaskWithFiles<Task, Path> {
  readonly task: Task;
  readonly isFor: (path: Path) => boolean;
}

/** A file that a task is to be run for. Times are milliseconds since the epoch. */
export interface PlannedRun<Task, Path> {
  readonly task: Task;
  readonly path: Path;
  readonly content: FileContent;
  /** `null`: when a person asks. */
  readonly runAt: number | null;
}

/** Adds a newer content of a file; the older ones that came in the same way are no longer of interest. */
export function withContent(
  contents: readonly FileContent[],
  newer: FileContent,
): readonly FileContent[] {
  return [newer, ...contents.filter(({ on }) => on !== newer.on)];
}

/**
 * Tells which tasks are to be run for which files.
 *
 * A task sees only what came in a way that it is for, and of that the newest: a file that was pulled and
 * then committed here has two contents for two tasks, and one, the committed, for a task that is for both.
 * An automatic task waits out its delay, so that a burst of commits becomes one run for each file. A
 * paused one is queued like any other: a pause holds up running alone.
 */
export function planTasks<Task extends PlannableTask, Path>(
  tasks: readonly TaskWithFiles<Task, Path>[],
  files: readonly ChangedFile<Path>[],
  now: number,
): PlannedRun<Task, Path>[] {
  return files.flatMap(({ path, contents }) =>
    tasks.flatMap(({ task, isFor }) => {
      const content = contents.find(({ on }) => task.on.includes(on));
      if (content === undefined || !isFor(path)) return [];
      return [{ task, path, content, runAt: task.mode === "auto" ? now + task.delayMs : null }];
    }),
  );
}
