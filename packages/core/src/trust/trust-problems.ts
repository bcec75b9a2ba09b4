import type { SettingProblem } from "../config/setting-problem.ts";
import type { ConfigEntry } from "../git/config-list.ts";
import { isRepositorys } from "../git/repository-overrides.ts";
import { COMMAND_SETTINGS, isUsersToo } from "./runnable.ts";

/** The programs whose absence someone would notice: without them a look cannot sign in, or must hold. */
const MISSED =
  /^(?:core\.(?:sshcommand|gitproxy)|credential\.(?:.+\.)?helper|filter\..+\.(?:clean|smudge|process))$/s;

const COMMANDS = new Map<string, string>(
  COMMAND_SETTINGS.map((name) => [name.toLowerCase(), name]),
);

/** The sentence about a value that does nothing for want of trust. */
export function untrustedSentence(
  key: string,
  origin: string,
  what: "does not run" | "is not used",
): string {
  return `${key} in ${origin} ${what} until you trust it: see \`hookline trust\`.`;
}

/**
 * Says which commands and programs of a repository do not run for want of trust; tasks say so
 * themselves (`tasks/build-task.ts`).
 *
 * @param entries as `markTrusted` gives them
 */
export function trustProblems(entries: readonly ConfigEntry[]): readonly SettingProblem[] {
  const counts = (entry: ConfigEntry): boolean =>
    entries.findLast(({ key }) => key === entry.key) === entry && Boolean(entry.value?.trim());
  return entries.flatMap((entry) => {
    if (!isRepositorys(entry) || !counts(entry) || isUsersToo(entry, entries)) return [];
    const { key } = entry;
    const origin = entry.origin.replace(/^file:/, "");
    const command = COMMANDS.get(key);
    if (command === undefined && !MISSED.test(key)) return [];
    const what = command === undefined ? "is not used" : "does not run";
    const says = untrustedSentence(command ?? key, origin, what);
    return [{ key: command ?? key, origin, says }];
  });
}
