import { InputError } from "../errors.ts";
import { listConfig } from "../git/config-list.ts";
import { type GitDoor, openGit, openGitOutside } from "../git/run-git.ts";
import { loadSettings } from "./load-settings.ts";
import {
  DEFAULT_SETTINGS,
  isList,
  SETTING_NAMES,
  type SettingName,
  type Settings,
  settingsSchema,
  showSetting,
} from "./settings-schema.ts";
import { nearest } from "./values-in-force.ts";
import { type ConfigFile, writeConfig } from "./write-config.ts";

/**
 * Has a setting hold in a repository, or for all.
 *
 * The default is written only where it has to outvote a wider file; anything else stands where it
 * was set.
 *
 * @param value as a person writes it, one line for each value of a list; `null` takes back what stands in the file
 * @throws InputError for a value that the setting cannot take; nothing is written then
 * @throws ConfigError when git cannot write the file
 */
export async function writeSetting(
  door: GitDoor,
  file: ConfigFile,
  name: SettingName,
  value: string | null,
): Promise<void> {
  const key = `hookline.${name}`;
  const wanted = value === null ? null : readValue(name, value);
  const isDefault = wanted?.shown === showSetting(name, DEFAULT_SETTINGS);
  if (wanted === null || isDefault) {
    await writeConfig(door, file, "--unset-all", key);
    if (wanted === null || (await inForce(door, file, name)) === wanted.shown) return;
  }
  const [first = "", ...more] = wanted.texts;
  await writeConfig(door, file, "--replace-all", key, first);
  for (const text of more) await writeConfig(door, file, "--add", key, text);
}

/**
 * Finds the setting that a name means.
 *
 * @throws InputError when there is none, with the nearest that there is
 */
export function settingNamed(typed: string): SettingName {
  const name = SETTING_NAMES.find((one) => one.toLowerCase() === typed.toLowerCase());
  if (name !== undefined) return name;
  const near = nearest(typed, SETTING_NAMES);
  throw new InputError(`There is no setting hookline.${typed}.`, {
    code: "unknown-setting",
    hint: near === undefined ? "`hookline config` lists them." : `Did you mean hookline.${near}?`,
  });
}

interface WantedValue {
  readonly texts: readonly string[];
  readonly shown: string;
}

function readValue(name: SettingName, value: string): WantedValue {
  const lines = value.split("\n").map((line) => line.trim());
  // An empty value first clears what a wider file lists.
  const texts = isList(name) ? ["", ...lines.filter((line) => line !== "")] : [value.trim()];
  const parsed = settingsSchema.safeParse({ [name]: isList(name) ? texts.slice(1) : texts[0] });
  if (!parsed.success) {
    const wants = parsed.error.issues[0]?.message ?? "wants another value";
    throw new InputError(`hookline.${name} ${wants}, not "${value}".`, {
      code: "bad-setting",
      hint: "Nothing was changed.",
    });
  }
  const settings: Settings = parsed.data;
  return { texts, shown: showSetting(name, settings) };
}

async function inForce(door: GitDoor, file: ConfigFile, name: SettingName): Promise<string | null> {
  const listed = await listConfig(file === "global" ? openGitOutside(door) : openGit(door, file));
  if (listed.kind === "failed") return null;
  return showSetting(name, loadSettings(listed.entries, door.env).settings);
}
