import leven from "leven";
import type { ConfigEntry } from "../git/config-list.ts";
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
  readonly inForce: readonly SettingInForce[];
  readonly problems: readonly SettingProblem[];
}

/** Keys that are not settings of one repository and are read elsewhere. */
const KNOWN_ELSEWHERE = ["hookline.repo", "hookline.trusted"];

/** A typing mistake is at most this many edits away from what was meant. */
const NEAR = 3;

/**
 * Reads the settings of a repository from every `hookline.*` value in force.
 *
 * A bad value never stops anything: the one before it in git's order, or the default, counts,
 * and the problem is told.
 *
 * @param entries lowest precedence first, as git lists them; what the user trusts marked as such
 * @param env its `GIT_SYNC_*` outrank every file
 */
export function loadSettings(
  entries: readonly ConfigEntry[],
  env: NodeJS.ProcessEnv,
): LoadedSettings {
  const ours = [
    ...headlessDefaults(env),
    ...entries.filter(({ key }) => key.startsWith("hookline.")),
    ...environmentSettings(env),
  ];
  const chosen = SETTING_NAMES.map((name) => ({
    name,
    ...(isList(name) ? collectValues(name, ours) : chooseValue(name, ours)),
  }));
  const texts = chosen.flatMap(({ name, text }) => (text === undefined ? [] : [[name, text]]));
  const settings = Object.freeze(settingsSchema.parse(Object.fromEntries(texts)));
  return {
    settings,
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
    ],
  };
}

/** Takes the last value in git's order that can be used, and tells of those that cannot. */
function chooseValue(name: SettingName, entries: readonly ConfigEntry[]) {
  const key = `hookline.${name}`;
  const problems: SettingProblem[] = [];
  for (const entry of entries.filter((one) => one.key === key.toLowerCase()).toReversed()) {
    const origin = plainOrigin(entry);
    const text = entry.value ?? "true";
    const parsed = settingsSchema.shape[name].safeParse(text);
    if (parsed.success) return { text, origin, problems };
    const wants = parsed.error.issues[0]?.message ?? "wants another value";
    problems.push({ key, origin, says: `${key} in ${origin} ${wants}, not "${text}".` });
  }
  return { text: undefined, origin: "default", problems };
}

/** Takes every value of a key; an empty one clears those before it, as git's own lists do. */
function collectValues(name: SettingName, entries: readonly ConfigEntry[]) {
  const key = `hookline.${name}`.toLowerCase();
  const all = entries.filter((entry) => entry.key === key);
  const cleared = all.findLastIndex(({ value }) => !value);
  const kept = all.slice(cleared + 1);
  const last = kept.at(-1);
  return {
    text: kept.map(({ value }) => value ?? ""),
    origin: last === undefined ? "default" : plainOrigin(last),
    problems: [],
  };
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

function nearest(key: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((name) => ({ name, edits: leven(key, name.toLowerCase()) }))
    .toSorted((a, b) => a.edits - b.edits);
  return ranked.find(({ edits }) => edits <= NEAR)?.name;
}

function plainOrigin({ origin }: ConfigEntry): string {
  return origin.replace(/^file:/, "");
}
