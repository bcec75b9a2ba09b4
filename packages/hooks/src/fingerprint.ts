import { lstat, stat } from "node:fs/promises";
import type { AbsolutePath } from "@hookline/core/client";

/**
 * Says in one text what files and folders look like now: the same text twice means that nothing was
 * written, replaced, renamed or made executable in between.
 *
 * Through a symbolic link, the link and what it names both count.
 */
export async function fingerprint(paths: readonly AbsolutePath[]): Promise<string> {
  return (await Promise.all(paths.map(describe))).join("\n");
}

async function describe(path: AbsolutePath): Promise<string> {
  try {
    const entry = await lstat(path, { bigint: true });
    const target = entry.isSymbolicLink()
      ? await stat(path, { bigint: true }).catch(() => undefined)
      : undefined;
    return [entry, target]
      .map((seen) => seen && `${seen.ino} ${seen.size} ${seen.mtimeNs} ${seen.ctimeNs}`)
      .join(" ");
  } catch {
    return "-";
  }
}
