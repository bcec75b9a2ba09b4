import { lstat, readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { systemClock } from "../clock.ts";
import { refName } from "../decide/brands.ts";
import { errorCode } from "../error-code.ts";
import { inParallel } from "../in-parallel.ts";
import type { RepositoryPlace } from "./locate.ts";
import { syncPath } from "./sync-ref.ts";

/**
 * Linux writes by itself what is older than half a minute (proc_sys_vm(5), `dirty_expire_centisecs`);
 * this leaves it time to do so.
 */
const LATELY_MS = 5 * 60_000;

/** One after the other, 256 folders are a thousand turns of a process that may be busy with tasks. */
const FOLDERS_AT_ONCE = 16;

/** A file system's clock may be this far behind ours: it is read from the last tick of the kernel's. */
const TICK_MS = 100;

/**
 * Makes durable what people's own git commands wrote a moment ago.
 *
 * By default git syncs no loose object, no index and no ref (git-config(1), `core.fsync`), and what we
 * then do builds on them: a rescue names their commit, a push acknowledges it. Worse, each file
 * that we sync makes the file system write its journal, and with it the *names* of their files: after
 * a power cut these would be there, and empty, and git would find the repository damaged.
 *
 * Costs a look at 256 folders where nothing was written.
 *
 * @param after what was written before this was synced by an earlier call; milliseconds since the epoch
 * @returns `after` for the next call
 */
export async function syncLatelyWritten(place: RepositoryPlace, after = 0): Promise<number> {
  const startedAt = systemClock.now();
  const since = Math.max(startedAt - LATELY_MS, after);
  const objects = join(place.commonDir, "objects");
  const folders = (await namesIn(objects)).filter((name) => /^[0-9a-f]{2}$/.test(name));
  await inParallel(await writtenSince(objects, folders, since), FOLDERS_AT_ONCE, async (folder) => {
    const files = await writtenSince(folder, await namesIn(folder), since);
    await Promise.all(files.map(syncPath));
    await syncPath(folder);
  });
  const head = join(place.gitDir, "HEAD");
  const branch = await checkedOut(head);
  const branchFile = branch === null ? [] : [join(place.commonDir, branch)];
  await Promise.all([head, join(place.gitDir, "index"), ...branchFile].map(syncPath));
  await Promise.all([objects, place.gitDir, ...branchFile.map(dirname)].map(syncPath));
  return startedAt - TICK_MS;
}

async function checkedOut(head: string): Promise<string | null> {
  const named = /^ref: (refs\/heads\/.+)\n/.exec(await readFile(head, "utf8"))?.[1];
  return named === undefined ? null : refName(named);
}

async function writtenSince(
  folder: string,
  names: readonly string[],
  since: number,
): Promise<string[]> {
  const paths = names.map((name) => join(folder, name));
  const times = await Promise.all(paths.map(changedAt));
  return paths.filter((_path, at) => (times[at] ?? 0) >= since);
}

async function changedAt(path: string): Promise<number> {
  try {
    return (await lstat(path)).ctimeMs;
  } catch (error) {
    return nothingIfGone(error, 0);
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    return nothingIfGone(error, []);
  }
}

/** git packs loose objects and removes them whenever it likes. */
function nothingIfGone<Value>(error: unknown, nothing: Value): Value {
  if (errorCode(error) !== "ENOENT") throw error;
  return nothing;
}
