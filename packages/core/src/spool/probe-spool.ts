import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { AbsolutePath } from "../decide/brands.ts";

/** No record's name, so that nobody reads it as one. */
const PROBE = `.probe-${process.pid}`;

/** Says what keeps a file from being written to the spool, in the system's own words; `null` where nothing does. */
export async function probeSpool(spool: AbsolutePath): Promise<string | null> {
  const path = join(spool, PROBE);
  try {
    const file = await open(path, "w", 0o600);
    try {
      // A full disk makes a file, and then has no room for a byte.
      await file.write("\n");
    } finally {
      await file.close();
    }
    return null;
  } catch (error) {
    return String(error);
  } finally {
    await rm(path, { force: true }).catch(() => undefined);
  }
}
