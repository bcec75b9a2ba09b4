import type { AbsolutePath } from "../decide/brands.ts";
import { fileBelow, type PathBytes, toText } from "../git/path-bytes.ts";
import { foldersAbove } from "./folders.ts";
import type { JournalFolders } from "./journal.ts";
import { type Change, isGitlink } from "./list-changes.ts";
import { lstatNow } from "./present.ts";
import type { Entry, Obstacle, Survey } from "./survey.ts";
import { moved, type Trouble } from "./tools.ts";

/** What a move does, in its order: what goes goes first, so that a file can take a folder's place. */
export interface Plan {
  readonly kind: "plan";
  readonly entries: readonly Entry[];
  readonly folders: JournalFolders;
}

/**
 * Makes a plan of what was found in a work tree.
 *
 * A file in the way may be replaced only if it still holds exactly the bytes that a rescue has.
 */
export function planMove(
  root: AbsolutePath,
  changes: readonly Change[],
  { entries, obstacles }: Survey,
  replaceable: ReadonlyMap<string, string | null>,
  staged: ReadonlyMap<PathBytes, { readonly id: string }>,
): Plan | Trouble {
  const stubborn = obstacles.find(({ id }) => id === undefined);
  if (stubborn) {
    const detail = `${toText(stubborn.path)} stands in the way and is nothing that a rescue can hold`;
    return { kind: "failed", failure: { kind: "unwritable", detail } };
  }
  const inTheWay = obstacles.find(({ path, id }) => replaceable.get(toText(path)) !== id);
  if (inTheWay) return moved(`${toText(inTheWay.path)} is ${inTheWay.kind} and stands in the way`);
  const blobs = new Map(changes.map((change) => [change.path, change.new?.id ?? null]));
  const replaced = obstacles.map(
    ({ path, id, stamp }: Obstacle): Entry => ({
      path,
      stamp,
      expected: id ?? null,
      written: staged.get(path)?.id ?? null,
      blob: blobs.get(path) ?? null,
    }),
  );
  // A file in the way that also waits for its folder's files is one path, not two.
  const all = [...new Map([...entries, ...replaced].map((entry) => [entry.path, entry])).values()];
  const going = all.filter(({ written }) => written === null).toSorted(byPath);
  const coming = all.filter(({ written }) => written !== null).toSorted(byPath);
  return {
    kind: "plan",
    entries: [...going.toReversed(), ...coming],
    folders: foldersOf(root, changes, coming),
  };
}

function byPath(one: Entry, other: Entry): number {
  return one.path < other.path ? -1 : 1;
}

function foldersOf(
  root: AbsolutePath,
  changes: readonly Change[],
  coming: readonly Entry[],
): JournalFolders {
  const submodules = changes.filter((change) => isGitlink(change.new)).map(({ path }) => path);
  const needed = new Set([
    ...coming.flatMap(({ path }) => foldersAbove(path).slice(1)),
    ...submodules.flatMap((path) => [...foldersAbove(path).slice(1), path]),
  ]);
  const isMissing = (path: PathBytes): boolean => !lstatNow(fileBelow(root, path))?.isDirectory();
  return {
    made: [...needed].filter(isMissing).toSorted(),
    dropped: changes
      .filter((change) => isGitlink(change.old) && change.new === null)
      .map(({ path }) => path),
  };
}
