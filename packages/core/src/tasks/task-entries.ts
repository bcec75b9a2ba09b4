import type { ConfigEntry } from "../git/config-list.ts";

/** The section of the tasks, as git lists it. */
const SECTION = "hookline-task.";

/** Where a value of a task stands: the task, and the key in lower case. */
interface TaskKeyName {
  readonly name: string;
  readonly key: string;
}

/**
 * Takes the key of a task apart, as git lists it: `hookline-task.<name>.<key>`. The name may have dots,
 * the key has none. It is empty where the section has no name.
 */
export function readTaskKey(key: string): TaskKeyName | undefined {
  if (!key.startsWith(SECTION)) return undefined;
  const dot = key.lastIndexOf(".");
  return { name: key.slice(SECTION.length, dot), key: key.slice(dot + 1) };
}

/** Writes the key of a task, as {@link readTaskKey} reads it. */
export function taskKey(name: string, key: string): string {
  return `${SECTION}${name}.${key}`;
}

/** Sorts the values of tasks by the task, each in git's order; the tasks in the order they first appear. */
export function entriesByTask(
  entries: readonly ConfigEntry[],
): ReadonlyMap<string, readonly ConfigEntry[]> {
  const tasks = new Map<string, ConfigEntry[]>();
  for (const entry of entries) {
    const read = readTaskKey(entry.key);
    if (read === undefined) continue;
    const values = tasks.get(read.name) ?? [];
    values.push(entry);
    tasks.set(read.name, values);
  }
  return tasks;
}

/** The values of one key among those of a task. */
export function valuesOf(entries: readonly ConfigEntry[], key: string): readonly ConfigEntry[] {
  return entries.filter((entry) => readTaskKey(entry.key)?.key === key.toLowerCase());
}
