import { join } from "node:path";
import { type AbsolutePath, absolutePath } from "../decide/brands.ts";
import { askGit, read } from "../git/ask-git.ts";
import type { PathBytes } from "../git/path-bytes.ts";
import { type IndexEntry, indexInfo, type TreeEntry } from "../git/tree-entry.ts";
import type { Reading } from "../sync/port.ts";
import type { RescueTools } from "./rescue-tools.ts";
import type { Taken } from "./take-files.ts";

/** The trees of a rescue. */
export interface RescueTrees {
  /** The work tree as it stood. */
  readonly tree: string;
  readonly indexTree: string;
  /** The files that are kept as their very bytes, alone; `null` where there are none. */
  readonly rawTree: string | null;
}

/**
 * Writes the trees of a rescue.
 *
 * @param folder for an index that begins empty
 * @param indexFile the copy of the index; holds the work tree's files afterwards
 * @param noId git's id for nothing
 */
export async function writeTrees(
  tools: RescueTools,
  folder: AbsolutePath,
  indexFile: AbsolutePath,
  unmerged: readonly IndexEntry[],
  { files, gone }: Taken,
  noId: string,
): Promise<Reading<RescueTrees>> {
  const indexTree = await treeWith(tools, indexFile, oneSide(unmerged), [], noId);
  if (indexTree.kind === "failed") return indexTree;
  const tree = await treeWith(tools, indexFile, files, gone, noId);
  if (tree.kind === "failed") return tree;
  const emptyIndex = absolutePath(join(folder, "raw-index"));
  const rawTree =
    files.length === 0 ? read(null) : await treeWith(tools, emptyIndex, files, [], noId);
  if (rawTree.kind === "failed") return rawTree;
  return read({ tree: tree.value, indexTree: indexTree.value, rawTree: rawTree.value });
}

/** A tree has one side of a conflict at most: ours, else theirs, else the base. */
function oneSide(unmerged: readonly IndexEntry[]): readonly TreeEntry[] {
  const byPath = Map.groupBy(unmerged, ({ path }) => path);
  return [...byPath.values()].flatMap((sides) => {
    const [first] = [2, 3, 1].flatMap((stage) => sides.filter((side) => side.stage === stage));
    return first === undefined ? [] : [first];
  });
}

async function treeWith(
  tools: RescueTools,
  indexFile: AbsolutePath,
  entries: readonly TreeEntry[],
  gone: readonly PathBytes[],
  noId: string,
): Promise<Reading<string>> {
  if (entries.length + gone.length > 0) {
    const updated = await askGit(tools, {
      verb: "update-index",
      flags: ["--index-info"],
      stdin: indexInfo(entries, gone, noId),
      indexFile,
    });
    if (updated.kind === "failed") return updated;
  }
  return askGit(tools, { verb: "write-tree", flags: [], indexFile });
}
