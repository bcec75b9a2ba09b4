import { unlinkSync } from "node:fs";
import { formatOf, type Journal } from "./journal.ts";
import { keepFile } from "./keep-file.ts";
import type { MoveFolder } from "./move-folder.ts";
import { readPresent } from "./present.ts";
import { openFilesBelow } from "./processes.ts";
import { asideOf } from "./swap.ts";
import type { WorktreeTools } from "./tools.ts";

/**
 * Removes what was set aside, after the branch has moved.
 *
 * Each file is read once more: its bytes must be those that a commit or a rescue has. One that was
 * written to, or that some program still has open for writing, is kept.
 */
export async function purgeAside(
  tools: WorktreeTools,
  folder: MoveFolder,
  journal: Journal,
): Promise<void> {
  const written = await openFilesBelow(folder.aside, "writing");
  for (const [number, entry] of journal.entries.entries()) {
    if (entry.expected === null) continue;
    const aside = asideOf(folder, number);
    const present = await readPresent(aside, formatOf(journal));
    if (present.kind === "absent") continue;
    const isSafeElsewhere = "id" in present && present.id === entry.expected;
    if (isSafeElsewhere && !written.has(aside)) unlinkSync(aside);
    else await keepFile(tools, folder, aside, entry.path);
  }
}
