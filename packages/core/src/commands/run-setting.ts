import type { Clock } from "../clock.ts";
import type { Settings } from "../config/settings-schema.ts";
import { describeCommand } from "../decide/command-ending.ts";
import type { ConfigEntry } from "../git/config-list.ts";
import { isRepositorys } from "../git/repository-overrides.ts";
import type { GitDoor } from "../git/run-git.ts";
import { type CommandContext, commandEnvironment } from "./command-environment.ts";
import { type CommandRecord, runCommand } from "./run-command.ts";
import { splitCommand } from "./split-command.ts";

/** A setting that holds a command. */
export type CommandSetting = "tickCommand" | "afterPull";

/** What became of the command of a setting. Only `ran` did anything. */
export type SettingRun =
  | { readonly kind: "none" }
  /** The repository's own config sets it and nobody accepted it; the settings' problems say so. */
  | { readonly kind: "untrusted" }
  /** It cannot be split into arguments; the settings' problems say why. */
  | { readonly kind: "unclear" }
  | { readonly kind: "ran"; readonly record: CommandRecord };

/** What running a command takes. */
export interface CommandTools {
  readonly door: GitDoor;
  readonly clock: Clock;
}

/** A command that may be due. */
export interface SettingRequest {
  readonly setting: CommandSetting;
  readonly settings: Settings;
  /** Every value in force, as `markTrusted` gives them. */
  readonly entries: readonly ConfigEntry[];
  readonly context: CommandContext;
  readonly signal: AbortSignal;
}

/** The log is no place for 64 KiB; the end says most. */
const LOGGED_CHARACTERS = 1500;

/** Runs the command of a setting in its repository, if there is one and it is trusted. */
export async function runSetting(
  { door, clock }: CommandTools,
  { setting, settings, entries, context, signal }: SettingRequest,
): Promise<SettingRun> {
  const command = settings[setting];
  if (command === null) return { kind: "none" };
  const source = entries.findLast(({ key }) => key === `hookline.${setting}`.toLowerCase());
  if (source === undefined || isRepositorys(source)) return { kind: "untrusted" };
  const split = splitCommand(command);
  if (split.kind === "unclear") return { kind: "unclear" };
  const { repository, occasion } = context;
  door.log("command.started", { repository, occasion });
  const record = await runCommand({
    words: split.words,
    cwd: repository,
    env: commandEnvironment(door.env, context),
    deadlineMs: settings.commandDeadline,
    signal,
    monotonic: clock.monotonic,
  });
  const { ending, durationMs, stdout, stderr } = record;
  const fields = { repository, occasion, durationMs };
  const output = `${stdout}${stderr}`.slice(-LOGGED_CHARACTERS);
  if (ending.kind === "succeeded") door.log("command.succeeded", { ...fields, output });
  else door.log("command.failed", { ...fields, problem: describeCommand(record), output });
  return { kind: "ran", record };
}
