import { z } from "zod";
import { formatDuration } from "./duration.ts";
import { duration, flag, pause, size, text, whole } from "./setting-values.ts";
import { formatSize } from "./size.ts";

/**
 * Every setting of a repository: a git config key `hookline.<name>` each.
 *
 * The one list: parsing, `hookline config`, the warning about unknown keys and the table in
 * the documentation come from it. Durations are milliseconds once parsed. A setting that is a list
 * takes every value of its key; an empty value clears those before it.
 */
export const settingsSchema = z.strictObject({
  alpha: flag
    .default(false)
    .describe(
      "Where both sides moved on, this machine's commits win and the remote's are rescued. Without it, the remote's win and this machine's are rescued.",
    ),
  startup: z
    .enum(["remote", "mode"])
    .default("remote")
    .describe(
      "Who wins a divergence when the agent starts: `remote`, also for an alpha, or `mode`, as at any other time.",
    ),
  onDirty: z
    .enum(["wait", "rescue"])
    .default("wait")
    .describe(
      "Where the remote's commits would replace files that are not committed: `wait` for you, or `rescue` the files and go on.",
    ),
  paused: pause
    .default(false)
    .describe(
      "Hookline does nothing here until `hookline resume`, or until the time that stands here.",
    ),
  syncInterval: duration("5s", "1d")
    .default(30_000)
    .describe("How often the remote is asked for news."),
  gitDeadline: duration("10s", "1d")
    .default(600_000)
    .describe("How long one fetch or push may take before it is ended and tried again later."),
  tickInterval: duration("10s", "7d")
    .default(900_000)
    .describe("How often the tick runs, where `tickCommand` or `tickPath` is set."),
  tickCommand: text
    .default(null)
    .describe("A program that the tick runs in the repository, without a shell."),
  tickPath: z
    .array(z.string())
    .readonly()
    .default([])
    .describe("What the tick commits, one path each: a file or a folder of the repository."),
  tickMessage: z
    .string()
    .default("chore(state): tick at {iso}")
    .describe("The message of a tick's commit; {iso}, {count}, {host} and {branch} are filled in."),
  afterPull: text
    .default(null)
    .describe("A program that runs in the repository after commits were taken, without a shell."),
  commandDeadline: duration("1s", "7d")
    .default(600_000)
    .describe("How long `tickCommand` and `afterPull` may run before they are ended."),
  autoCommit: flag
    .default(false)
    .describe("Commit by itself what changed, once the files have been still for two seconds."),
  autoCommitMessage: z
    .string()
    .default("chore(auto): {count} files at {iso}")
    .describe("The message of such a commit; the same words are filled in as for the tick."),
  maxFileSize: size
    .default(100 * 1024 * 1024)
    .describe(
      "`autoCommit` and the tick leave out larger files, and say so: a number with k, m or g.",
    ),
  hooks: flag
    .default(true)
    .describe(
      "Whether the hooks report. Without them the agent finds commits all the same, by itself.",
    ),
  waitMs: whole(0, 2000)
    .default(80)
    .describe(
      "How long a commit in a terminal waits for the line that says what came of it, in milliseconds; 0 for not at all.",
    ),
  asyncFiles: whole(0, 1_000_000)
    .default(10)
    .describe("A commit of more files than this is not waited for."),
  asyncMs: whole(0, 600_000)
    .default(2000)
    .describe(
      "Nor is a sync that will take longer than this, in milliseconds, by those before it.",
    ),
  fallback: z
    .enum(["detach", "wait", "queue"])
    .default("detach")
    .describe(
      "What a commit does where no agent runs: `detach` starts one in the background that syncs and ends, `wait` waits for it as long as `waitMs`, `queue` leaves the commit to the next agent. The hooks have it written in them: set while no agent runs, it counts from the next agent or `hookline add` on.",
    ),
  tasks: flag.default(true).describe("Whether tasks run. Without it they are queued, and wait."),
  rescueKeep: duration("1d", "3650d")
    .default(90 * 86_400_000)
    .describe("How long a rescue is kept at least, once you were told of it."),
});

/** The parsed settings of one repository. */
export type Settings = Readonly<z.output<typeof settingsSchema>>;

/** The name of a setting, without its `hookline.`. */
export type SettingName = keyof Settings;

/** The names of all settings, in the order people see them. */
export const SETTING_NAMES = settingsSchema.keyof().options;

/** What holds where nothing is set. */
export const DEFAULT_SETTINGS: Settings = Object.freeze(settingsSchema.parse({}));

/** How a setting that is not set is shown. */
const NOTHING = "–";

/** Writes the value of a setting the way a person would. */
export function showSetting(name: SettingName, settings: Settings): string {
  const value = settings[name];
  if (name === "paused" && typeof value === "number") return new Date(value).toISOString();
  if (name === "maxFileSize") return formatSize(settings[name]);
  if (typeof value === "number") return isPlainCount(name) ? String(value) : formatDuration(value);
  if (Array.isArray(value)) return value.join(", ") || NOTHING;
  return value === null ? NOTHING : String(value);
}

/** Counts, and milliseconds that their name speaks of. */
const PLAIN: ReadonlySet<SettingName> = new Set(["waitMs", "asyncFiles", "asyncMs"]);

/** Whether a setting is a bare number, not a duration or a size. */
export function isPlainCount(name: SettingName): boolean {
  return PLAIN.has(name);
}

/** Whether a setting takes every value of its key, not the last one. */
export function isList(name: SettingName): boolean {
  return Array.isArray(DEFAULT_SETTINGS[name]);
}
