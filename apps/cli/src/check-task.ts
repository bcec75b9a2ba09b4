import {
  type ConfigEntry,
  type ConfigFile,
  isTaskList,
  loadTasks,
  readTaskKey,
  type TaskKey,
} from "@hookline/core";
import { InputError } from "@hookline/core/client";
import { type TaskValues, toEntries } from "./write-task.ts";

const TYPED = "what you typed";

/**
 * Checks a task with the same eyes that read it later, over what wider files say of it.
 *
 * @returns the values to be written: a list begins with an empty value where a wider file has some
 *   that would count as well
 * @throws InputError where it would not run as typed
 */
export function checkTask(
  entries: readonly ConfigEntry[],
  file: ConfigFile,
  name: string,
  typed: TaskValues,
): TaskValues {
  const wider = entries.filter(
    ({ key, scope }) =>
      readTaskKey(key)?.name === name &&
      (scope === "system" || (scope === "global" && file !== "global")),
  );
  const isSet = (key: TaskKey): boolean =>
    wider.some((entry) => readTaskKey(entry.key)?.key === key.toLowerCase());
  const values = new Map(
    [...typed].map(([key, texts]) => [key, isTaskList(key) && isSet(key) ? ["", ...texts] : texts]),
  );
  const asListed = toEntries(name, values).map(({ key, value }): ConfigEntry => {
    const own = readTaskKey(key)?.key ?? "";
    const listed = key.slice(0, key.length - own.length) + own.toLowerCase();
    return { scope: "command", origin: TYPED, key: listed, value };
  });
  const { held, problems } = loadTasks([...wider, ...asListed]);
  const bad = problems.filter(
    ({ key, origin }) =>
      origin === TYPED && (held.length > 0 || readTaskKey(key)?.key !== "command"),
  );
  if (bad.length === 0) return values;
  throw new InputError(bad.map(({ says }) => says).join("\n  "), {
    code: "bad-task",
    hint: "Nothing was written. `hookline task add --help` says what each key takes.",
  });
}
