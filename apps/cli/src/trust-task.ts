import { accept, readTaskKey, runnableTask } from "@hookline/core";
import type { AbsolutePath } from "@hookline/core/client";
import type { Context } from "./context.ts";
import { readTrust } from "./read-trust.ts";
import { type TaskValues, toEntries } from "./write-task.ts";

/**
 * Accepts a task that the user has just written into a repository's own config, if it is exactly what
 * they typed: a file that this config includes may say more of it.
 */
export async function trustTask(
  context: Context,
  path: AbsolutePath,
  name: string,
  written: TaskValues,
): Promise<void> {
  const items = await readTrust(context, path);
  const item = items.find((one) => one.name === runnableTask(name));
  if (item === undefined || item.trusted) return;
  const found = item.entries.map(({ key, value }) => [readTaskKey(key)?.key, value]);
  const typed = toEntries(name, written).map(({ key, value }) => [
    readTaskKey(key)?.key.toLowerCase(),
    value,
  ]);
  const asked = typed.filter(([key]) => key !== "paused");
  if (JSON.stringify(found) === JSON.stringify(asked)) await accept(context.door, path, [item]);
}
