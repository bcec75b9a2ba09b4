import { splitCommand } from "../commands/split-command.ts";
import { unknownWords } from "../decide/commit-message.ts";
import type { SettingProblem } from "./setting-problem.ts";
import type { SettingName, Settings } from "./settings-schema.ts";

/** A setting in force: which one, and the file it stands in. */
interface Chosen {
  readonly name: SettingName;
  readonly origin: string;
}

/**
 * Says what is wrong with a command or a message template that was taken as it stands: nothing else
 * may take its place, so the command does not run, and the unknown word stays in the message.
 */
export function settingAdvice(
  { name, origin }: Chosen,
  settings: Settings,
): readonly SettingProblem[] {
  const key = `hookline.${name}`;
  switch (name) {
    case "tickCommand":
    case "afterPull": {
      const command = settings[name];
      const split = command === null ? null : splitCommand(command);
      if (split?.kind !== "unclear") return [];
      return [{ key, origin, says: `${key} in ${origin} ${split.problem}, so it does not run.` }];
    }
    case "tickMessage":
    case "autoCommitMessage":
      return unknownWords(settings[name]).map((word) => ({
        key,
        origin,
        says: `${key} in ${origin} has ${word}, which stands for nothing; {iso}, {count}, {host} and {branch} do.`,
      }));
    default:
      return [];
  }
}
