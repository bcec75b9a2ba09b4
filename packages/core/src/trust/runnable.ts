import { createHash } from "node:crypto";
import type { AbsolutePath } from "../decide/brands.ts";
import type { ConfigEntry } from "../git/config-list.ts";
import { isProgramKey, isRepositorys } from "../git/repository-overrides.ts";
import { entriesByTask, valuesOf } from "../tasks/task-entries.ts";

/** The settings of ours whose value is run. */
export const COMMAND_SETTINGS = ["hookline.tickCommand", "hookline.afterPull"] as const;

/** One thing that a repository's own config wants to run: a command, a task, or all of git's programs. */
export interface Runnable {
  /** The setting; for a task its section, with nothing in it that a word cannot have. */
  readonly name: (typeof COMMAND_SETTINGS)[number] | "programs" | `hookline-task.${string}`;
  /** The values that would count, as they stand in the config. */
  readonly entries: readonly ConfigEntry[];
  /** Names exactly this, in this repository; see `trustHash`. */
  readonly hash: string;
}

/**
 * Lists what a repository's own config would run, trusted or not: our commands and tasks one by one, git's
 * programs (filters, drivers, ssh, credential helpers) as one set.
 *
 * Programs that the user's own files set to the same value are the user's, and not listed.
 *
 * @param entries every value in force, lowest precedence first, before `markTrusted`
 */
export function listRunnable(
  entries: readonly ConfigEntry[],
  root: AbsolutePath,
): readonly Runnable[] {
  const found: Pick<Runnable, "name" | "entries">[] = COMMAND_SETTINGS.flatMap((name) => {
    const last = entries.findLast(({ key }) => key === name.toLowerCase());
    return last !== undefined && isRepositorys(last) && last.value?.trim()
      ? [{ name, entries: [last] }]
      : [];
  });
  found.push(...runnableTasks(entries));
  const programs = entries.filter(
    (entry) => isProgramKey(entry.key) && isRepositorys(entry) && !isUsersToo(entry, entries),
  );
  // An empty helper only clears the list, and `required` only says what to do without a filter.
  const runs = programs.some(({ key, value }) => value?.trim() && !key.endsWith(".required"));
  if (runs) found.push({ name: "programs", entries: programs });
  return found.map((runnable) => ({ ...runnable, hash: trustHash(root, runnable.entries) }));
}

/**
 * The tasks whose command the repository's config sets, with all that it sets of them: a command does
 * something else on other files or with another input.
 *
 * Without `paused`: whether a task waits is no part of what it does, and ending a pause must not ask
 * again for what was accepted.
 */
function runnableTasks(entries: readonly ConfigEntry[]): Pick<Runnable, "name" | "entries">[] {
  return [...entriesByTask(entries)].flatMap(([name, values]) => {
    const command = valuesOf(values, "command").at(-1);
    if (command === undefined || !isRepositorys(command) || !command.value?.trim()) return [];
    const paused = new Set(valuesOf(values, "paused"));
    return [
      {
        name: runnableTask(name),
        entries: values.filter((entry) => isRepositorys(entry) && !paused.has(entry)),
      },
    ];
  });
}

/** The name under which a task is accepted. */
export function runnableTask(task: string): Runnable["name"] {
  return `hookline-task.${encodeURIComponent(task)}`;
}

/** Whether the user's own files set a key to the same value. */
export function isUsersToo({ key, value }: ConfigEntry, entries: readonly ConfigEntry[]): boolean {
  return entries.findLast((one) => one.key === key && !isRepositorys(one))?.value === value;
}

/**
 * The SHA-256 of what would run: the repository, and every key with its exact value.
 *
 * Not the contents of files that a value names: a command that runs a script of the repository
 * goes on running it after a pull changed it. Whoever trusts such a command trusts that script's
 * authors, and `hookline trust` says so.
 */
function trustHash(root: AbsolutePath, entries: readonly ConfigEntry[]): string {
  const what = ["hookline trust 1", root, entries.map(({ key, value }) => [key, value])];
  return createHash("sha256").update(JSON.stringify(what)).digest("hex");
}
