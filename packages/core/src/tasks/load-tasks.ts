import { plainText } from "../config/plain-text.ts";
import type { SettingProblem } from "../config/setting-problem.ts";
import {
  isTaskList,
  showTaskSetting,
  TASK_KEYS,
  type TaskKey,
  type TaskSettings,
  taskSchema,
} from "../config/task-schema.ts";
import { everyUsable, lastUsable, nearest, plainOrigin } from "../config/values-in-force.ts";
import type { ConfigEntry } from "../git/config-list.ts";
import { buildTask, type HeldTask } from "./build-task.ts";
import type { Task } from "./task.ts";
import { entriesByTask, readTaskKey, taskKey, valuesOf } from "./task-entries.ts";

/** A key of a task in force, with where it comes from. */
export interface TaskSettingInForce {
  readonly key: TaskKey;
  readonly value: TaskSettings[TaskKey];
  readonly shown: string;
  /** `default`, or the file git read it from. */
  readonly origin: string;
}

/** Every key of a task, also of one that is held. */
export interface TaskInForce {
  readonly name: string;
  readonly settings: TaskSettings;
  /** The same, with origins. */
  readonly keys: readonly TaskSettingInForce[];
}

/** What a repository's git config says about tasks. */
export interface LoadedTasks {
  readonly tasks: readonly Task[];
  readonly held: readonly HeldTask[];
  readonly inForce: readonly TaskInForce[];
  /** What cannot be used, and every held task but those that were taken back. */
  readonly problems: readonly SettingProblem[];
}

/**
 * Reads the tasks of a repository from every value in force.
 *
 * A bad number never stops anything: the one before it in git's order, or the default, counts, and
 * the problem is told. But a command, a pattern, an output or a word that cannot be used holds its task,
 * because without it the task would do something else than was meant.
 *
 * @param entries lowest precedence first, as `listTrustedConfig` gives them
 */
export function loadTasks(entries: readonly ConfigEntry[]): LoadedTasks {
  const loaded = [...entriesByTask(entries)].map(([name, values]) => loadTask(name, values));
  return {
    tasks: loaded.flatMap(({ task }) => task ?? []),
    held: loaded.flatMap(({ held }) => held ?? []),
    inForce: loaded.map(({ name, settings, keys }) => ({ name, settings, keys })),
    problems: loaded.flatMap(({ problems }) => problems),
  };
}

interface LoadedTask extends TaskInForce {
  readonly task: Task | undefined;
  readonly held: HeldTask | undefined;
  readonly problems: readonly SettingProblem[];
}

function loadTask(name: string, entries: readonly ConfigEntry[]): LoadedTask {
  const chosen = TASK_KEYS.map((key) => ({ key, ...choose(name, key, entries) }));
  const texts = chosen.flatMap(({ key, text }) => (text === undefined ? [] : [[key, text]]));
  const settings = taskSchema.parse(Object.fromEntries(texts));
  const keys = chosen.map(({ key, origin }) => ({
    key,
    value: settings[key],
    shown: showTaskSetting(key, settings),
    origin,
  }));
  const built = buildTask(name, settings, entries);
  const unclear = chosen.find(({ key, problems }) => DECISIVE.has(key) && problems.length > 0);
  const held = built.kind === "held" ? built.held : unclear && heldFor(name, unclear.problems);
  return {
    name,
    settings,
    keys,
    task: built.kind === "task" && held === undefined ? built.task : undefined,
    held,
    problems: [
      ...unknownKeys(entries),
      ...chosen.flatMap(({ key, problems }) =>
        DECISIVE.has(key) ? problems.map(withTheEnd) : problems,
      ),
      ...built.problems,
    ],
  };
}

/** With another word than was meant, a costly command would run by itself, or on something else. */
const DECISIVE: ReadonlySet<TaskKey> = new Set(["mode", "on", "input", "paused"]);

function heldFor(name: string, [first]: readonly SettingProblem[]): HeldTask | undefined {
  if (first === undefined) return undefined;
  const { origin, says } = withTheEnd(first);
  return { name, why: "bad-word", origin, says };
}

function withTheEnd(problem: SettingProblem): SettingProblem {
  return { ...problem, says: `${problem.says} The task does not run.` };
}

function choose(name: string, key: TaskKey, entries: readonly ConfigEntry[]) {
  const values = valuesOf(entries, key);
  const schema = taskSchema.shape[key];
  const shown = plainText(taskKey(name, key));
  return isTaskList(key) ? everyUsable(values, shown, schema) : lastUsable(values, shown, schema);
}

function unknownKeys(entries: readonly ConfigEntry[]): SettingProblem[] {
  const known = new Set(TASK_KEYS.map((key) => key.toLowerCase()));
  return entries.flatMap((entry) => {
    const word = readTaskKey(entry.key)?.key ?? "";
    if (known.has(word)) return [];
    const key = plainText(entry.key);
    const origin = plainOrigin(entry);
    const near = nearest(word, TASK_KEYS);
    const hint = near ? `Did you mean ${near}?` : `A task has ${TASK_KEYS.join(", ")}.`;
    return [{ key, origin, says: `${key} in ${origin} is no key of a task. ${hint}` }];
  });
}
