import { lstat, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { RepositoryPlace } from "../git/locate.ts";
import { CAN_LIST_PROCESSES, openFilesBelow, seesAllProcesses } from "./processes.ts";

/** What git calls a pack that it is still receiving (index-pack.c, pack-write.c). */
const HALF_PACK = /^tmp_(?:pack|idx|rev)_/;

/**
 * Removes what a fetch that failed has left of a pack.
 *
 * git leaves it for `gc`, so on a full disk each attempt would eat what a person has just made
 * free. Only what came since `sinceMs` and no process has open: somebody else may be fetching too.
 * Where other processes cannot be seen, nothing is removed.
 */
export async function dropHalfPacks(
  { commonDir }: RepositoryPlace,
  sinceMs: number,
): Promise<void> {
  if (!CAN_LIST_PROCESSES || !seesAllProcesses()) return;
  const folder = join(commonDir, "objects", "pack");
  const names = await readdir(folder).catch((): string[] => []);
  const half = names.filter((name) => HALF_PACK.test(name)).map((name) => join(folder, name));
  if (half.length === 0) return;
  const open = await openFilesBelow(folder, "any");
  for (const file of half) {
    const stats = await lstat(file).catch(() => undefined);
    if (stats === undefined || stats.mtimeMs < sinceMs || open.has(file)) continue;
    await rm(file, { force: true });
  }
}
