import {
  type ConfigEntry,
  type ConfigFile,
  TASK_KEYS,
  type TaskKey,
  taskKey,
  writeConfig,
} from "@hookline/core";
import type { Context } from "./context.ts";
import { taskEntriesIn } from "./task-file.ts";

/** The keys of a task as they are to stand in git config. */
export type TaskValues = ReadonlyMap<TaskKey, readonly string[]>;

/**
 * Takes every key of a task out of a file.
 *
 * The command goes first: without it a task does nothing, and an agent that reads the file meanwhile
 * must not see the command without the patterns that bound it.
 *
 * @param entries every value in force
 * @throws ConfigError when git cannot write the file
 */
export async function eraseTask(
  context: Context,
  file: ConfigFile,
  name: string,
  entries: readonly ConfigEntry[],
): Promise<void> {
  const command = taskKey(name, "command");
  const keys = new Set(taskEntriesIn(entries, name, file).map(({ key }) => key));
  if (keys.delete(command)) await writeConfig(context.door, file, "--unset-all", command);
  for (const key of keys) await writeConfig(context.door, file, "--unset-all", key);
}

/**
 * Writes a task into a file that has nothing of it, its command last; see {@link eraseTask}.
 *
 * @throws ConfigError when git cannot write the file
 */
export async function writeTask(
  context: Context,
  file: ConfigFile,
  name: string,
  values: TaskValues,
): Promise<void> {
  for (const { key, value } of toEntries(name, values)) {
    await writeConfig(context.door, file, "--add", key, value);
  }
}

/** Lists the values of a task in the order in which they are written. */
export function toEntries(
  name: string,
  values: TaskValues,
): readonly { readonly key: string; readonly value: string }[] {
  const keys = TASK_KEYS.filter((key) => key !== "command");
  return [...keys, "command" as const].flatMap((key) =>
    (values.get(key) ?? []).map((value) => ({ key: taskKey(name, key), value })),
  );
}
