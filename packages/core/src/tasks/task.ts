/** When a task runs: `auto` by itself, `manual` when a person asks for what has been queued. */
export const TASK_MODES = ["auto", "manual"] as const;

/** What a task is run for: commits made here, or commits taken from a remote. */
export const TASK_OCCASIONS = ["commit", "pull"] as const;

/** See {@link TASK_OCCASIONS}. */
export type TaskOccasion = (typeof TASK_OCCASIONS)[number];

/** How a command gets its file: by name in its arguments, or as the committed content on its standard input. */
export const TASK_INPUTS = ["path", "stdin"] as const;

/**
 * A command that runs for each file that a commit changed: `[hookline-task "name"]` in git config.
 *
 * Durations are milliseconds.
 */
export interface Task {
  /** The name of the subsection; what limits, pauses and lists speak of. */
  readonly name: string;
  /** The program and its arguments, with placeholders (`tasks/command-template.ts`). */
  readonly words: readonly string[];
  /** gitignore patterns of the files it is for; every file where there are none. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly mode: (typeof TASK_MODES)[number];
  readonly on: readonly TaskOccasion[];
  readonly input: (typeof TASK_INPUTS)[number];
  /** Where its standard output goes, below the top of the work tree; a template. */
  readonly output: string | null;
  /** How many files of a repository are run in one turn, before another repository's turn. */
  readonly batchSize: number;
  /** How long a change waits for newer ones of the same file. */
  readonly delayMs: number;
  readonly maxRetries: number;
  readonly retryDelayMs: number;
  readonly timeoutMs: number;
  /** How many files are run at the same time, over all repositories. */
  readonly concurrency: number;
  readonly paused: boolean;
}
