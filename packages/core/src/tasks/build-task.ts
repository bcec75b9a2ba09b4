import { splitCommand } from "../commands/split-command.ts";
import { plainText } from "../config/plain-text.ts";
import type { SettingProblem } from "../config/setting-problem.ts";
import type { TaskKey, TaskSettings } from "../config/task-schema.ts";
import { nearest, plainOrigin } from "../config/values-in-force.ts";
import { checkCommand, PLACEHOLDERS } from "../decide/command-template.ts";
import type { ConfigEntry } from "../git/config-list.ts";
import { isRepositorys } from "../git/repository-overrides.ts";
import { untrustedSentence } from "../trust/trust-problems.ts";
import { patternProblem } from "./match-files.ts";
import { outputProblem } from "./output-template.ts";
import type { Task } from "./task.ts";
import { taskKey, valuesOf } from "./task-entries.ts";
import { nameProblem } from "./task-name.ts";

/** Why a task does not run. */
export type HeldWhy =
  | "bad-name"
  | "no-command"
  /** An empty command takes the task of a wider file back; nobody need be told. */
  | "taken-back"
  /** The repository's own config sets its command, and nobody accepted it. */
  | "untrusted"
  /** It cannot be split, or a placeholder stands where it would become code. */
  | "bad-command"
  | "bad-pattern"
  | "bad-output"
  /** A word that decides when it runs, or on what, is none that there is. */
  | "bad-word";

/** A task that does not run as it is set. */
export interface HeldTask {
  readonly name: string;
  readonly why: HeldWhy;
  /** The file that is to blame. */
  readonly origin: string;
  /** One sentence that says what to do. */
  readonly says: string;
}

/** A task, or why it is held, with what there is to say of it. */
export type BuiltTask =
  | {
      readonly kind: "task";
      readonly task: Task;
      readonly problems: readonly SettingProblem[];
    }
  | {
      readonly kind: "held";
      readonly held: HeldTask;
      readonly problems: readonly SettingProblem[];
    };

/**
 * Makes a task of its settings, or says why it cannot run.
 *
 * Only the command is a matter of trust. The other keys of a user's own task, such as the files it is
 * for, may be set for one repository by its config: they choose what the user's command is given, from
 * the files of that very repository.
 *
 * @param entries the values of this task, lowest precedence first, as `markTrusted` gives them
 */
export function buildTask(
  name: string,
  settings: TaskSettings,
  entries: readonly ConfigEntry[],
): BuiltTask {
  const originOf = (key: TaskKey): string => {
    const last = valuesOf(entries, key).at(-1) ?? entries.at(-1);
    return last === undefined ? "default" : plainOrigin(last);
  };
  const hold = (why: HeldWhy, key: TaskKey, problem: string): BuiltTask => {
    const shown = plainText(taskKey(name, key));
    const origin = originOf(key);
    const says =
      why === "untrusted" ? problem : `${shown} in ${origin} ${problem}, so the task does not run.`;
    const held = { name, why, origin, says };
    return {
      kind: "held",
      held,
      problems: why === "taken-back" ? [] : [{ key: shown, origin, says }],
    };
  };

  const badName = nameProblem(name);
  if (badName !== undefined)
    return hold("bad-name", "command", `has no usable task: its name ${badName}`);
  const { command, include, exclude, output } = settings;
  const source = valuesOf(entries, "command").at(-1);
  if (command === null || !source?.value?.trim()) {
    return source === undefined
      ? hold("no-command", "command", "is missing")
      : hold("taken-back", "command", "is empty");
  }
  if (isRepositorys(source)) {
    const says = untrustedSentence(taskKey(name, "command"), plainOrigin(source), "does not run");
    return hold("untrusted", "command", says);
  }
  const split = splitCommand(command);
  if (split.kind === "unclear") return hold("bad-command", "command", split.problem);
  const checked = checkCommand(split.words);
  if (checked.kind === "bad") return hold("bad-command", "command", checked.problem);
  for (const key of ["include", "exclude"] as const) {
    const problem = patternProblem(key === "include" ? include : exclude);
    if (problem !== undefined) return hold("bad-pattern", key, problem);
  }
  const badOutput = output === null ? undefined : outputProblem(output);
  if (badOutput !== undefined) return hold("bad-output", "output", badOutput);
  return {
    kind: "task",
    task: toTask(name, split.words, settings),
    problems: mistyped(checked.unknown).map(([word, meant]) => {
      const key = taskKey(name, "command");
      const origin = originOf("command");
      return {
        key,
        origin,
        says: `${key} in ${origin} has ${word}, which stands for nothing. Did you mean ${meant}?`,
      };
    }),
  };
}

function toTask(name: string, words: readonly string[], settings: TaskSettings): Task {
  const { delay, retryDelay, timeout, command: _, ...same } = settings;
  return Object.freeze({
    ...same,
    name,
    words,
    on: [...new Set(settings.on)],
    delayMs: delay,
    retryDelayMs: retryDelay,
    timeoutMs: timeout,
  });
}

/** How far from a placeholder a word still counts as one: braces are also code, as in awk. */
const NEAR_PLACEHOLDER = 2;

function mistyped(unknown: readonly string[]): readonly (readonly [string, string])[] {
  return unknown.flatMap((word) => {
    const near = nearest(word.slice(1, -1), PLACEHOLDERS, NEAR_PLACEHOLDER);
    return near === undefined ? [] : [[word, `{${near}}`] as const];
  });
}
