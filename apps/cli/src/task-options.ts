import {
  DEFAULT_TASK,
  isTaskList,
  joinWords,
  showTaskSetting,
  TASK_KEYS,
  type TaskKey,
  taskSchema,
} from "@hookline/core";
import { InputError } from "@hookline/core/client";
import { Option } from "commander";
import type { TaskValues } from "./write-task.ts";

/** What was given of the keys of a task, by their names. */
export type TaskOptions = { readonly [Key in TaskKey]?: string | readonly string[] | true };

/** What stands for the value of an option in the help; a key without one is a flag. */
const VALUES: Readonly<Record<TaskKey, string>> = {
  command: " <text>",
  include: " <pattern>",
  exclude: " <pattern>",
  mode: " <mode>",
  on: " <what>",
  input: " <input>",
  output: " <path>",
  batchSize: " <count>",
  delay: " <time>",
  maxRetries: " <count>",
  retryDelay: " <time>",
  timeout: " <time>",
  concurrency: " <count>",
  paused: "",
};

/** The options that set the keys of a task, one each; a list takes one value at a time. */
export function taskOptions(): readonly Option[] {
  return TASK_KEYS.map((key) => {
    const name = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const shown = showTaskSetting(key, DEFAULT_TASK);
    const byDefault = /^[\w]/.test(shown) && key !== "paused" ? ` Otherwise ${shown}.` : "";
    const meaning = `${taskSchema.shape[key].description ?? ""}${byDefault}`;
    const option = new Option(`--${name}${VALUES[key]}`, meaning);
    return isTaskList(key) ? option.argParser(collect) : option;
  });
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/**
 * Takes up what was typed, unchecked.
 *
 * @param words the command, where it stood behind `--`
 * @throws InputError where it is missing, or there twice
 */
export function typedValues(words: readonly string[], options: TaskOptions): TaskValues {
  const values = new Map<TaskKey, readonly string[]>();
  for (const key of TASK_KEYS) {
    const given = options[key];
    if (given === true) values.set(key, ["true"]);
    else if (given !== undefined) values.set(key, typeof given === "string" ? [given] : given);
  }
  if (words.length > 0 === values.has("command")) {
    throw new InputError(
      values.has("command") ? "There are two commands." : "There is no command.",
      {
        code: "bad-command",
        hint: "It stands after --, as in: hookline task add count -- wc {file}",
      },
    );
  }
  if (words.length > 0) values.set("command", [joinWords(words)]);
  return values;
}
