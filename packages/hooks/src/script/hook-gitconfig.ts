import { type AbsolutePath, HOOK_EVENTS, type HookEvent } from "@hookline/core/client";

import { shPath } from "./sh-quote.ts";

/** The one value that is added to the repository's `include.path`, relative to its config file. */
export const INCLUDE_VALUE = "hookline/hooks.gitconfig";

/** Renders the command that git runs for one event. It ends in one that bears the `"$@"` that git appends. */
export function hookCommand(event: HookEvent, script: AbsolutePath): string {
  const path = shPath(script);
  return `[ -f ${path} ] && [ -r ${path} ] || exit 0; trap 'exit 0' 0; hookline_event=${event}; . ${path}`;
}

/**
 * Renders the file of config-based hooks, for git 2.54 and newer.
 *
 * One section per event, since git does not tell a command which event runs
 * it. Command and event stand in one file that appears and goes as a whole: an
 * event without a command makes every commit fail (git-hook(1)), a missing
 * include does not.
 */
export function hookGitconfig(script: AbsolutePath): string {
  const sections = HOOK_EVENTS.map((event) => {
    const command = configQuote(hookCommand(event, script));
    return `[hook "hookline-agent-${event}"]\n\tcommand = ${command}\n\tevent = ${event}\n`;
  });
  return `# Written by \`hookline add\`; \`hookline remove\` deletes it.\n${sections.join("")}`;
}

/** Quotes a value for a git config file: git-config(1), "Syntax". */
function configQuote(value: string): string {
  const escaped = value
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replaceAll("\n", "\\n")
    .replaceAll("\t", "\\t");
  return `"${escaped}"`;
}
