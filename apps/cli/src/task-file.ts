import { type ConfigEntry, type ConfigFile, plainText, readTaskKey } from "@hookline/core";
import { type AbsolutePath, InputError } from "@hookline/core/client";
import type { Context } from "./context.ts";
import { repositoryHere, requireRepository } from "./repository-here.ts";

/** The file in which a task is to be changed. */
export interface TaskFile {
  readonly file: ConfigFile;
  /** The repository of the current folder, if any. */
  readonly path: AbsolutePath | null;
}

/**
 * Says which file a command means: the global one, or with `--local` that of the repository around.
 *
 * @throws InputError where `--local` finds none
 */
export async function whichTaskFile(context: Context, local: boolean): Promise<TaskFile> {
  if (!local) return { file: "global", path: (await repositoryHere(context)) ?? null };
  const path = await requireRepository(context);
  return { file: path, path };
}

/** The values of a task that stand in a file, or in one that it includes. */
export function taskEntriesIn(
  entries: readonly ConfigEntry[],
  name: string,
  file: ConfigFile,
): readonly ConfigEntry[] {
  // What was accepted stands in the repository's config as well (`markTrusted`).
  const scopes = file === "global" ? ["global"] : ["local", "trusted"];
  return entries.filter(
    ({ key, scope }) => readTaskKey(key)?.name === name && scopes.includes(scope),
  );
}

/**
 * Makes sure that a task is set somewhere.
 *
 * @throws InputError where it is not
 */
export function requireTask(entries: readonly ConfigEntry[], name: string): void {
  if (entries.some(({ key }) => readTaskKey(key)?.name === name)) return;
  throw new InputError(`There is no task "${plainText(name)}".`, {
    code: "no-task",
    hint: "`hookline task list` names those that there are.",
  });
}

/**
 * Makes sure that a file says something of a task.
 *
 * @throws InputError where it does not; says who does
 */
export function requireTaskIn(
  entries: readonly ConfigEntry[],
  name: string,
  file: ConfigFile,
): void {
  requireTask(entries, name);
  if (taskEntriesIn(entries, name, file).length > 0) return;
  const isGlobal = file === "global";
  const where = isGlobal ? "your global git config" : "the config of this repository";
  throw new InputError(`The task "${plainText(name)}" is not set in ${where}.`, {
    code: "no-task",
    hint: isGlobal
      ? "`hookline task list` shows where it is; --local means what this repository sets."
      : "`hookline task list` shows where it is; without --local, your global config is meant.",
  });
}
