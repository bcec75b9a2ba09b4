import { askGitBytes, read } from "../git/ask-git.ts";
import { type PathBytes, toText } from "../git/path-bytes.ts";
import { GONE, parseDifferences } from "../git/tree-entry.ts";
import type { Reading } from "../sync/port.ts";
import type { RescueTools } from "./rescue-tools.ts";
import type { Taken } from "./take-files.ts";

/**
 * Tells what a snapshot keeps that HEAD does not: each path with the id of its very bytes, `null`
 * for a file that is gone. Whatever is endangered is among them, even where git sees no difference.
 */
export async function differingFiles(
  tools: RescueTools,
  headTree: string,
  tree: string,
  taken: Taken,
  endangered: readonly PathBytes[],
): Promise<Reading<ReadonlyMap<string, string | null>>> {
  const differ = await askGitBytes(tools, {
    verb: "diff-tree",
    flags: ["-r", "--raw", "-z", "--no-renames"],
    operands: [headTree, tree],
  });
  if (differ.kind === "failed") return differ;
  const ids = new Map(taken.files.map(({ path, id }) => [path, id]));
  const files = new Map<string, string | null>();
  const differing = parseDifferences(differ.value);
  for (const { path, mode } of differing) {
    const id = ids.get(path);
    if (id !== undefined) files.set(toText(path), id);
    else if (mode === GONE) files.set(toText(path), null);
  }
  for (const path of endangered) {
    const id = ids.get(path);
    if (id !== undefined) files.set(toText(path), id);
  }
  return read(files);
}
