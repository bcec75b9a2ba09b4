import { lstat, realpath } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { AbsolutePath } from "../decide/brands.ts";
import { staysInside } from "../decide/rescue-path.ts";

/** The paths that a commit may take, relative to the top of the work tree, and those it may not. */
export interface UsablePaths {
  readonly paths: readonly string[];
  readonly refused: readonly string[];
}

/**
 * Sorts paths into those that lie in the work tree, links followed, and those that do not: outside
 * of it, in its git folder, in a repository of its own, or behind a link that leads away.
 *
 * The last part of a path may be such a link: git commits the link, not what it leads to.
 */
export async function usablePaths(
  root: AbsolutePath,
  paths: readonly string[],
): Promise<UsablePaths> {
  const judged = await Promise.all(
    paths.map(async (path) => {
      if (path === "") return { path, usable: null };
      const inside = relative(root, resolve(root, path));
      if (inside === "") return { path, usable: "." };
      const lies = staysInside(inside.split(sep).join("/")) && (await isReally(root, inside));
      return { path, usable: lies ? inside : null };
    }),
  );
  return {
    paths: judged.flatMap(({ usable }) => usable ?? []),
    refused: judged.flatMap(({ path, usable }) => (usable === null ? [path] : [])),
  };
}

/**
 * Whether the folder that holds the file, or the nearest one that exists, is part of the work tree,
 * and of no repository in between.
 */
async function isReally(root: AbsolutePath, inside: string): Promise<boolean> {
  for (let folder = dirname(join(root, inside)); folder !== root; folder = dirname(folder)) {
    const real = await realpath(folder).catch(() => undefined);
    if (real !== undefined && !real.startsWith(root + sep)) return false;
    if (await isThere(join(folder, ".git"))) return false;
  }
  return true;
}

function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
