import type { RepositoryPlace } from "../git/locate.ts";
import { fileBelow } from "../git/path-bytes.ts";
import type { Difference } from "../git/tree-entry.ts";
import { foldersAbove } from "../worktree/folders.ts";
import { syncAll } from "../worktree/sync-files.ts";

/**
 * Makes files that are about to be committed outlast a power cut.
 *
 * Come back empty, as files do that their program never synced, they would be the next commit.
 */
export async function syncChanged(
  { root }: RepositoryPlace,
  changed: readonly Difference[],
): Promise<void> {
  const regular = changed.filter(({ mode }) => mode.startsWith("100"));
  await syncAll(regular.map(({ path }) => fileBelow(root, path)));
  const folders = new Set(changed.flatMap(({ path }) => foldersAbove(path)));
  await syncAll([...folders].map((folder) => fileBelow(root, folder)));
}
