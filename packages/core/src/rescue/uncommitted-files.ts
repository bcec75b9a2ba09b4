import { askGitBytes, read } from "../git/ask-git.ts";
import { type Difference, parseDifferences } from "../git/tree-entry.ts";
import type { Reading } from "../sync/port.ts";
import type { Rescue } from "./rescue.ts";
import type { RescueTools } from "./rescue-tools.ts";

/** Lists what a rescue keeps of the work tree that the HEAD of that time did not hold. */
export async function uncommittedFiles(
  tools: RescueTools,
  { facts, commit }: Rescue,
): Promise<Reading<readonly Difference[]>> {
  if (facts === null) return read([]);
  const differ = await askGitBytes(tools, {
    verb: "diff-tree",
    flags: ["-r", "--raw", "-z", "--no-renames"],
    operands: [facts.head, commit],
  });
  return differ.kind === "failed" ? differ : read(parseDifferences(differ.value));
}
