import { z } from "zod";
import { formatDuration, parseDuration } from "./duration.ts";

/** A duration between two bounds, as milliseconds. */
function duration(least: string, most: string) {
  const leastMs = parseDuration(least) ?? 0;
  const mostMs = parseDuration(most) ?? 0;
  return z.string().transform((text, context): number => {
    const ms = parseDuration(text);
    if (ms !== undefined && ms >= leastMs && ms <= mostMs) return ms;
    context.addIssue(`wants a duration from ${least} to ${most}, such as 30s or 15m`);
    return z.NEVER;
  });
}

const TRUE = new Set(["true", "yes", "on", "1"]);
const FALSE = new Set(["false", "no", "off", "0", ""]);

/** What git takes for a boolean (git-config(1), "Values"). */
const flag = z.string().transform((text, context): boolean => {
  const word = text.toLowerCase();
  if (TRUE.has(word)) return true;
  if (FALSE.has(word)) return false;
  context.addIssue("wants true or false");
  return z.NEVER;
});

/**
 * Every setting of a repository: a git config key `hookline.<name>` each.
 *
 * The one list: parsing, `hookline config`, the warning about unknown keys and the table in
 * the documentation come from it. Durations are milliseconds once parsed.
 */
export const settingsSchema = z.strictObject({
  alpha: flag
    .default(false)
    .describe(
      "This machine is the authority where both sides moved on. Shown, and without effect yet: a diverged branch holds.",
    ),
  paused: flag.default(false).describe("Hookline does nothing here until `hookline resume`."),
  syncInterval: duration("5s", "1d")
    .default(30_000)
    .describe("How often the remote is asked for news."),
  gitDeadline: duration("10s", "1d")
    .default(600_000)
    .describe("How long one fetch or push may take before it is ended and tried again later."),
});

/** The parsed settings of one repository. */
export type Settings = Readonly<z.output<typeof settingsSchema>>;

/** The name of a setting, without its `hookline.`. */
export type SettingName = keyof Settings;

/** The names of all settings, in the order people see them. */
export const SETTING_NAMES = settingsSchema.keyof().options;

/** What holds where nothing is set. */
export const DEFAULT_SETTINGS: Settings = Object.freeze(settingsSchema.parse({}));

/** Writes the value of a setting the way a person would. */
export function showSetting(value: Settings[SettingName]): string {
  return typeof value === "number" ? formatDuration(value) : String(value);
}
