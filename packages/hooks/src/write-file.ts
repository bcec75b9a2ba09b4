import { randomUUID } from "node:crypto";
import { open, rename, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import type { AbsolutePath } from "@hookline/core/client";

/** What is added to the name of a file while it is written. */
const UNFINISHED = ".hookline-unfinished-";

/** Tells whether a file is what a writer that was killed left behind. */
export function isUnfinished(name: string): boolean {
  return name.includes(UNFINISHED);
}

/**
 * Replaces a file as a whole: a crash leaves the old one or the new one.
 *
 * A symbolic link at `path` is replaced, never followed. The mode is set
 * exactly, whatever the umask.
 */
export async function writeFileWhole(
  path: AbsolutePath,
  bytes: Buffer,
  mode: number,
): Promise<void> {
  const beside = `${path}${UNFINISHED}${randomUUID()}`;
  try {
    const file = await open(beside, "wx", 0o600);
    try {
      await file.writeFile(bytes);
      await file.chmod(mode);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (problem) {
    await unlink(beside).catch(() => undefined);
    throw problem;
  }
  await syncFolder(dirname(path));
}

/** Makes the rename durable. Windows cannot open a folder, and needs no such step (not run there). */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  try {
    await handle?.sync();
  } finally {
    await handle?.close();
  }
}
