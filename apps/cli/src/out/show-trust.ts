import { type ConfigEntry, readTaskKey } from "@hookline/core";
import type { AbsolutePath } from "@hookline/core/client";
import { tilde, visible } from "@hookline/core/words";
import type { Context } from "../context.ts";
import type { TrustItem } from "../read-trust.ts";

/** Shows what a repository's own config would run, value by value. */
export function showTrust(
  { out, env }: Context,
  path: AbsolutePath,
  items: readonly TrustItem[],
): void {
  const name = out.paint("strong", tilde(path, env["HOME"]));
  if (items.length === 0) {
    out.line(`The config of ${name} wants to run nothing.`);
    return;
  }
  out.line(`The config of ${name} wants to run:`);
  for (const { name: what, entries, trusted } of items) {
    const mark = trusted ? out.paint("good", "✓ trusted") : out.paint("warning", "! not trusted");
    const named = what.startsWith("hookline.");
    const title = what === "programs" ? "git's programs" : named ? what : taskTitle(entries);
    out.line(`  ${title}  ${mark}`);
    for (const { key, value, origin } of entries) {
      const label = named ? "" : `${visible(readTaskKey(key)?.key ?? key)} = `;
      const file = out.paint("quiet", visible(origin.replace(/^file:/, "")));
      out.line(`    ${label}${visible(value ?? "")}  ${file}`);
    }
  }
  out.line("  What is in a file that they name can change without your being asked again.");
}

function taskTitle([first]: readonly ConfigEntry[]): string {
  return `task "${visible(readTaskKey(first?.key ?? "")?.name ?? "")}"`;
}
