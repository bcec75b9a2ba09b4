import { askGitBytes, read } from "../git/ask-git.ts";
import { parseDifferences } from "../git/tree-entry.ts";
import type { Reading } from "../sync/port.ts";
import type { Journal, JournalEntry } from "./journal.ts";
import { markOfIndex } from "./private-index.ts";
import type { WorktreeTools } from "./tools.ts";

/**
 * Tells which of the files that a move brought somebody has staged or committed meanwhile
 * (`git commit -a` in the midst of it). They are theirs now: taking them back would undo the commit.
 */
export async function takenSince(
  tools: WorktreeTools,
  journal: Journal,
): Promise<Reading<(entry: JournalEntry) => boolean>> {
  if (markOfIndex(tools.place) === journal.index) return read(() => false);
  const listed = await askGitBytes(tools, {
    verb: "diff-index",
    flags: ["--cached", "--raw", "-z", "--no-renames", "--ignore-submodules=none"],
    operands: [journal.from],
  });
  if (listed.kind === "failed") return listed;
  const ids = new Map(parseDifferences(listed.value).map(({ path, id }) => [path, id]));
  const none = "0".repeat(journal.from.length);
  return read(({ path, blob }) => ids.get(path) === (blob ?? none));
}
