import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import { type AbsolutePath, absolutePath } from "@hookline/core/client";

/** Where programs of the system are, on every system that has them. */
export const SYSTEM_FOLDERS: readonly string[] = [
  "/usr/bin",
  "/bin",
  "/usr/local/bin",
  "/opt/homebrew/bin",
  "/run/current-system/sw/bin",
];

/**
 * Finds a program, to be baked in where there may be no `PATH` later.
 *
 * `PATH` differs between a terminal, a service and a tray, and all of them must find the same one: so
 * the folders of the system come first.
 *
 * @param searchPath the value of `PATH`, if it is set
 */
export async function findProgram(
  name: string,
  searchPath = "",
  systemFolders = SYSTEM_FOLDERS,
): Promise<AbsolutePath | undefined> {
  // A relative entry means another program in every repository.
  const onPath = searchPath.split(delimiter).filter((entry) => isAbsolute(entry));
  for (const folder of [...systemFolders, ...onPath]) {
    const program = join(folder, name);
    try {
      await access(program, constants.X_OK);
      if ((await stat(program)).isFile()) return absolutePath(program);
    } catch {
      // Not in this folder: the next one.
    }
  }
  return undefined;
}
