import type { SettingView } from "../socket/setting-schema.ts";
import {
  DEFAULT_SETTINGS,
  isList,
  isPlainCount,
  type SettingName,
  settingsSchema,
} from "./settings-schema.ts";

/** The words that each of these can be. */
const CHOICES: Readonly<Partial<Record<SettingName, readonly string[]>>> = {
  startup: settingsSchema.shape.startup.unwrap().options,
  onDirty: settingsSchema.shape.onDirty.unwrap().options,
  fallback: settingsSchema.shape.fallback.unwrap().options,
};

/** Says how a person edits a setting, from what the schema says of it. */
export function settingKind(name: SettingName): SettingView["kind"] {
  const value = DEFAULT_SETTINGS[name];
  if (isList(name)) return { kind: "list" };
  if (typeof value === "boolean") return { kind: "flag" };
  const choices = CHOICES[name];
  if (choices !== undefined) return { kind: "choice", choices };
  if (name === "maxFileSize") return { kind: "size" };
  if (typeof value === "number") return { kind: isPlainCount(name) ? "whole" : "duration" };
  return { kind: "text" };
}

/** What runs programs, and so is set by hand alone. */
const RUNS_PROGRAMS: ReadonlySet<SettingName> = new Set(["tickCommand", "afterPull"]);

/**
 * Says why a setting cannot be changed from a page; `null`: it can.
 *
 * @param origin where the value in force comes from
 */
export function whyFixed(name: SettingName, origin: string): string | null {
  if (RUNS_PROGRAMS.has(name)) {
    return `It runs a program, so it is set by hand alone: \`git config hookline.${name} "…"\`.`;
  }
  if (origin.startsWith("GIT_SYNC_")) {
    return `The environment of the agent sets it (${origin}), which outranks every file.`;
  }
  return null;
}
