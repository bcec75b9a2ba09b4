import { systemClock } from "../clock.ts";
import type { ConfigEntry } from "../git/config-list.ts";
import { type LoadedTasks, loadTasks } from "../tasks/load-tasks.ts";
import { trustProblems } from "../trust/trust-problems.ts";
import { environmentSettings, headlessDefaults } from "./environment-settings.ts";
import { settingAdvice } from "./setting-advice.ts";
import type { SettingProblem } from "./setting-problem.ts";
import {
  isList,
  SETTING_NAMES,
  type SettingName,
  type Settings,
  settingsSchema,
  showSetting,
} from "./settings-schema.ts";
import { everyUsable, lastUsable, nearest, plainOrigin } from "./values-in-force.ts";

/** A setting in force, with where it comes from. */
export interface SettingInForce {
  readonly name: SettingName;
  readonly value: Settings[SettingName];
  readonly shown: string;
  /** `default`, or the file git read it from. */
  readonly origin: string;
  readonly meaning: string;
}

/** What a repository's git config says about Hookline. */
export interface LoadedSettings {
  readonly settings: Settings;
  readonly tasks: LoadedTasks;
  readonly inForce: readonly SettingInForce[];
  /** What cannot be used of all this, tasks included. */
  readonly problems: readonly SettingProblem[];
}

/** Keys that are not settings of one repository and are read elsewhere. */
const KNOWN_ELSEWHERE = ["hookline.repo", "hookline.trusted"];

/**
 * Reads the settings of a repository from every `hookline.*` value in force.
 *
 * A bad value never stops anything: the one before it in git's order, or the default, counts,
 * and the problem is told.
 *
 * @param entries lowest precedence first, as git lists them; what the user trusts marked as such
 * @param env its `GIT_SYNC_*` outrank every file
 * @param now milliseconds since the epoch: a pause until a time that has passed is none
 */
export function loadSettings(
  entries: readonly ConfigEntry[],
  env: NodeJS.ProcessEnv,
  now: number = systemClock.now(),
): LoadedSettings {
  const ours = [
    ...headlessDefaults(env),
    ...entries.filter(({ key }) => key.startsWith("hookline.")),
    ...environmentSettings(env),
  ];
  const chosen = SETTING_NAMES.map((name) => ({
    name,
    ...choose(name, ours),
  }));
  const texts = chosen.flatMap(({ name, text }) => (text === undefined ? [] : [[name, text]]));
  const parsed = settingsSchema.parse(Object.fromEntries(texts));
  const isOver = typeof parsed.paused === "number" && parsed.paused <= now;
  const settings = Object.freeze(isOver ? { ...parsed, paused: false } : parsed);
  const tasks = loadTasks(entries);
  return {
    settings,
    tasks,
    inForce: chosen.map(({ name, origin }) => ({
      name,
      value: settings[name],
      shown: showSetting(name, settings),
      origin,
      meaning: settingsSchema.shape[name].description ?? "",
    })),
    problems: [
      ...unknownKeys(ours),
      ...chosen.flatMap((one) => [...one.problems, ...settingAdvice(one, settings)]),
      ...trustProblems(entries),
      ...tasks.problems,
    ],
  };
}

function choose(name: SettingName, entries: readonly ConfigEntry[]) {
  const key = `hookline.${name}`;
  const values = entries.filter((entry) => entry.key === key.toLowerCase());
  const schema = settingsSchema.shape[name];
  return isList(name) ? everyUsable(values, key, schema) : lastUsable(values, key, schema);
}

function unknownKeys(entries: readonly ConfigEntry[]): SettingProblem[] {
  const known = [...SETTING_NAMES.map((name) => `hookline.${name}`), ...KNOWN_ELSEWHERE];
  const isKnown = (key: string): boolean => known.some((name) => name.toLowerCase() === key);
  return entries
    .filter(({ key }) => !isKnown(key))
    .map((entry) => {
      const near = nearest(entry.key, known);
      const hint = near ? ` Did you mean ${near}?` : " `hookline config` lists the ones it knows.";
      return {
        key: entry.key,
        origin: plainOrigin(entry),
        says: `${entry.key} in ${plainOrigin(entry)} is no setting of this version.${hint}`,
      };
    });
}
