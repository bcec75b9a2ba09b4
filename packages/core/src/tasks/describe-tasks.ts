import type { ConfigEntry } from "../git/config-list.ts";
import type { HeldTask } from "./build-task.ts";
import { loadTasks, type TaskInForce } from "./load-tasks.ts";
import { readTaskKey, taskKey } from "./task-entries.ts";

/** A task as it is in force in a repository, or in what holds for all. */
export interface TaskDescription extends TaskInForce {
  /** Why it does not run, if so. */
  readonly held: HeldTask["why"] | null;
  /** Whether its command was accepted; `null` where it is the user's own and need not be. */
  readonly trusted: boolean | null;
  /** What cannot be used of it, one sentence each. */
  readonly problems: readonly string[];
}

/**
 * Lists the tasks with where their values come from.
 *
 * @param entries every value in force, as `readConfig` gives them
 */
export function describeTasks(entries: readonly ConfigEntry[]): readonly TaskDescription[] {
  const { inForce, held, problems } = loadTasks(entries);
  return inForce.map((task) => {
    const { name } = task;
    const why = held.find((one) => one.name === name)?.why ?? null;
    const command = entries.findLast(({ key }) => key === taskKey(name, "command"));
    const accepted = command?.scope === "trusted";
    return {
      ...task,
      held: why,
      trusted: accepted || why === "untrusted" ? accepted : null,
      problems: problems
        .filter(({ key }) => readTaskKey(key)?.name === name)
        .map(({ says }) => says),
    };
  });
}
