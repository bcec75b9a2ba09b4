import { open } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { RefName } from "../decide/brands.ts";
import { errorCode } from "../error-code.ts";
import type { RepositoryPlace } from "./locate.ts";

/**
 * Makes the move of a ref outlast a power cut.
 *
 * With `core.fsync = all` git syncs the ref's new file and renames it into place, but never syncs
 * the folder (refs/files-backend.c), so the rename itself can be lost. Folders that do not exist
 * (packed refs, no reflog) hold nothing to sync.
 *
 * Windows has no such call and needs none (not run).
 */
export async function syncRef({ commonDir, gitDir }: RepositoryPlace, ref: RefName): Promise<void> {
  // git syncs no reflog at all, and a new one would be there and empty.
  await Promise.all([join(commonDir, "logs", ref), join(gitDir, "logs", "HEAD")].map(syncPath));
  const folders = new Set([
    dirname(join(commonDir, ref)),
    dirname(join(commonDir, "logs", ref)),
    join(gitDir, "logs"),
    gitDir,
    commonDir,
  ]);
  await Promise.all([...folders].map(syncPath));
}

/** Makes a file, or the names in a folder, outlast a power cut. What is not there is left out. */
export async function syncPath(path: string): Promise<void> {
  if (process.platform === "win32") return;
  try {
    const handle = await open(path, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
  }
}
