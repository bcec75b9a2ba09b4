import { z } from "zod";
import { TASK_INPUTS, TASK_MODES, TASK_OCCASIONS } from "../tasks/task.ts";
import { formatDuration } from "./duration.ts";
import { duration, flag, text, whole } from "./setting-values.ts";

/** One of a few words; the message says which. */
function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  const allowed = words.join(" or ");
  return z.enum(words, { error: `wants ${allowed}` });
}

/**
 * Every key of a task: `hookline-task.<name>.<key>` in git config.
 *
 * The one list: parsing, `hookline task add`, `hookline config`, the warning about unknown keys and
 * the table in the documentation come from it. Durations are milliseconds once parsed. A key that is
 * a list takes every value; an empty value clears those before it.
 *
 * What commands, patterns and templates may contain is checked in `tasks/load-tasks.ts`, because there
 * nothing else may take the place of a bad one.
 */
export const taskSchema = z.strictObject({
  command: text
    .default(null)
    .describe(
      "The program that runs for a file, with its arguments, without a shell. {file}, {path}, {repo}, {commit} and {task} are filled in.",
    ),
  include: z
    .array(z.string())
    .readonly()
    .default([])
    .describe("The files it is for, one gitignore pattern each. Without any, every file."),
  exclude: z
    .array(z.string())
    .readonly()
    .default([])
    .describe("The files among those that it is not for, one gitignore pattern each."),
  mode: oneOf(TASK_MODES)
    .default("auto")
    .describe(
      "`auto`: files that changed are run by themselves. `manual`: they are queued and wait until you run the task.",
    ),
  on: z
    .array(oneOf(TASK_OCCASIONS))
    .readonly()
    .default(["commit"])
    .describe(
      "What it is for, one value each: `commit`, the commits made here; `pull`, those taken from a remote.",
    ),
  input: oneOf(TASK_INPUTS)
    .default("path")
    .describe(
      "How the program gets the file: `path`, by the placeholders; `stdin`, also the content that was committed, on its standard input.",
    ),
  output: text
    .default(null)
    .describe(
      "The file of the repository that gets what the program prints, such as `docs/{file}.md`. Without it, the results alone have it.",
    ),
  batchSize: whole(1, 100)
    .default(5)
    .describe(
      "How many files of a repository are run in one turn, before another repository has its turn.",
    ),
  delay: duration("0s", "7d")
    .default(300_000)
    .describe(
      "How long a file that changed waits, so that several changes of it become one run; 0s for not at all.",
    ),
  maxRetries: whole(0, 20)
    .default(2)
    .describe("How often a file is tried again after its run failed."),
  retryDelay: duration("1s", "1d")
    .default(60_000)
    .describe("How long it waits before it is tried again; longer each further time."),
  timeout: duration("1s", "7d")
    .default(600_000)
    .describe("How long one run may take before it is ended; that counts as a failure."),
  concurrency: whole(1, 16)
    .default(1)
    .describe("How many files are run at the same time, over all repositories."),
  paused: flag
    .default(false)
    .describe("Its files are queued, and wait until `hookline task resume`."),
});

/** The keys of one task, parsed. */
export type TaskSettings = Readonly<z.output<typeof taskSchema>>;

/** The name of a key of a task. */
export type TaskKey = keyof TaskSettings;

/** The names of all keys, in the order people see them. */
export const TASK_KEYS = taskSchema.keyof().options;

/** What holds where a task does not set a key. */
export const DEFAULT_TASK: TaskSettings = Object.freeze(taskSchema.parse({}));

/** Whether a key takes every value, not the last one. */
export function isTaskList(key: TaskKey): key is "include" | "exclude" | "on" {
  return Array.isArray(DEFAULT_TASK[key]);
}

/** How a key that is not set is shown. */
const NOTHING = "–";

const COUNTS: ReadonlySet<TaskKey> = new Set(["batchSize", "maxRetries", "concurrency"]);

/** Writes the value of a key the way a person would. */
export function showTaskSetting(key: TaskKey, settings: TaskSettings): string {
  const value = settings[key];
  if (typeof value === "number") return COUNTS.has(key) ? String(value) : formatDuration(value);
  if (typeof value === "object" && value !== null) return value.join(", ") || NOTHING;
  return value === null ? NOTHING : String(value);
}
