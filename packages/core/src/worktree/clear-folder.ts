import { readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { errorCode } from "../error-code.ts";
import { fromText } from "../git/path-bytes.ts";
import { keepFile } from "./keep-file.ts";
import type { MoveFolder } from "./move-folder.ts";
import { syncAll } from "./sync-files.ts";
import type { WorktreeTools } from "./tools.ts";

/**
 * Removes what a move that is over has left.
 *
 * By then nothing is set aside any more; should something be, it is kept and not removed. The
 * journal goes last: as long as it is there, the next look mends.
 */
export async function clearFolder(tools: WorktreeTools, folder: MoveFolder): Promise<void> {
  for (const name of await namesIn(folder.aside)) {
    await keepFile(tools, folder, join(folder.aside, name), fromText(name));
  }
  await rm(folder.staged, { recursive: true, force: true });
  if (folder.files !== folder.base) await clearAway(folder);
  await rm(folder.journal, { force: true });
  await rm(folder.base, { recursive: true, force: true });
  // Back after a power cut, files set aside might be empty, and look like somebody's.
  await syncAll([dirname(folder.base)]);
}

/** Takes the folder from among the person's files, unless something is kept there. */
async function clearAway(folder: MoveFolder): Promise<void> {
  await rm(folder.files, { recursive: true, force: true });
  if ((await namesIn(folder.kept)).length > 0) return;
  await rm(dirname(folder.files), { recursive: true, force: true });
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}
