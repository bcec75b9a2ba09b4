/**
 * The files of a commit, an index or a work tree: for each of {@link PATHS} the number of its
 * content, 0 where there is no such file.
 */
export type Tree = readonly number[];

/** Every file that can exist: few, so that people get in each other's way. */
export const PATHS = ["a.md", "b.md", "c.md", "d", "d/x", "e.log"] as const;

/** The file that everybody's ignore rules name. */
export const IGNORED = 5;

/** No files at all. */
export const EMPTY: Tree = PATHS.map(() => 0);

/** The file that cannot be where this one is: one's name is the other's folder. */
export function rivalOf(path: number): number | undefined {
  if (path === 3) return 4;
  return path === 4 ? 3 : undefined;
}

/** Puts a content at a path, in place of whatever cannot be beside it. */
export function put(tree: Tree, path: number, content: number): Tree {
  const changed = [...tree];
  changed[path] = content;
  const rival = rivalOf(path);
  if (content !== 0 && rival !== undefined) changed[rival] = 0;
  return changed;
}

/** The content at a path; 0 where there is no such file. */
export function at(tree: Tree, path: number): number {
  return tree[path] ?? 0;
}

/** Whether two trees have the same files. */
export function sameTree(one: Tree, other: Tree): boolean {
  for (let path = 0; path < PATHS.length; path += 1) {
    if (one[path] !== other[path]) return false;
  }
  return true;
}

/** The paths where two trees differ. */
export function changedPaths(one: Tree, other: Tree): number[] {
  const changed: number[] = [];
  for (let path = 0; path < PATHS.length; path += 1) {
    if (one[path] !== other[path]) changed.push(path);
  }
  return changed;
}

/** The number of a path that the engine names. */
export function pathNumber(name: string): number {
  const found = PATHS.findIndex((path) => path === name);
  if (found < 0) throw new RangeError(`there is no path ${name}`);
  return found;
}

/** Names the bytes of a file as a snapshot does; `null` for no file. */
export function contentId(content: number): string | null {
  return content === 0 ? null : String(content);
}
