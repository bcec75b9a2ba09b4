import { open } from "node:fs/promises";
import { errorCode } from "../error-code.ts";
import { inParallel } from "../in-parallel.ts";

/** As many as Node has threads for files. */
export const FILES_AT_ONCE = 4;

/**
 * Makes files and folders outlast a power cut; those that are gone by now are left out.
 *
 * Windows opens no folders, and needs it not (not run).
 */
export async function syncAll(paths: readonly (string | Buffer)[]): Promise<void> {
  if (process.platform === "win32") return;
  await inParallel(paths, FILES_AT_ONCE, async (path) => {
    try {
      await using handle = await open(path, "r");
      await handle.sync();
    } catch (error) {
      const code = errorCode(error);
      if (code !== "ENOENT" && code !== "ENOTDIR") throw error;
    }
  });
}
