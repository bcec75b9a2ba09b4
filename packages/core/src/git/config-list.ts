import type { GitExit } from "./git-process.ts";
import type { Git } from "./run-git.ts";

/**
 * Which file class a configuration value comes from, in git's words; `trusted` is ours, for a value
 * of the repository that the user accepted (`markTrusted`).
 */
export type ConfigScope =
  | "system"
  | "global"
  | "local"
  | "worktree"
  | "command"
  | "unknown"
  | "trusted";

/** One configuration value in force. Keys are as git prints them: section and name in lower case. */
export interface ConfigEntry {
  readonly scope: ConfigScope;
  /** Where it was read, such as `file:/home/me/.gitconfig`. */
  readonly origin: string;
  readonly key: string;
  /** `null` when the key stands alone, which git reads as true. */
  readonly value: string | null;
}

/** Lists every configuration value that is in force in a folder, lowest precedence first. */
export async function listConfig(
  git: Git,
): Promise<{ kind: "listed"; entries: ConfigEntry[] } | { kind: "failed"; exit: GitExit }> {
  const exit = await git({
    verb: "config",
    flags: ["--list", "--show-scope", "--show-origin", "-z"],
  });
  if (exit.kind !== "exited" || exit.exitCode !== 0) return { kind: "failed", exit };
  return { kind: "listed", entries: parseConfigList(exit.stdout) };
}

/**
 * Parses `git config --list --show-scope --show-origin -z`: scope NUL origin NUL key LF value NUL.
 *
 * What we pass ourselves (scope `command`) is left out.
 */
export function parseConfigList(output: string): ConfigEntry[] {
  const fields = output.split("\0");
  const entries: ConfigEntry[] = [];
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [scope = "", origin = "", pair = ""] = fields.slice(at, at + 3);
    if (scope === "command") continue;
    const lineEnd = pair.indexOf("\n");
    entries.push({
      scope: isScope(scope) ? scope : "unknown",
      origin,
      key: lineEnd < 0 ? pair : pair.slice(0, lineEnd),
      value: lineEnd < 0 ? null : pair.slice(lineEnd + 1),
    });
  }
  return entries;
}

function isScope(text: string): text is ConfigScope {
  return ["system", "global", "local", "worktree", "command"].includes(text);
}
