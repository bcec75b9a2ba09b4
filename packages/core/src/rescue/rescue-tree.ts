import { askGitBytes, read } from "../git/ask-git.ts";
import type { PathBytes } from "../git/path-bytes.ts";
import { type FileMode, fileMode, parseTree, type TreeEntry } from "../git/tree-entry.ts";
import type { Reading } from "../sync/port.ts";
import type { Rescue } from "./rescue.ts";
import type { RescueTools } from "./rescue-tools.ts";

/** A file that a rescue holds. */
export interface RescuedFile {
  readonly path: PathBytes;
  readonly mode: FileMode;
  readonly id: string;
  /** Its blob is the very bytes of the disk; otherwise git's conversions are still to be applied. */
  readonly raw: boolean;
}

/** Lists every file that a rescue holds, those that HEAD had too among them. */
export async function readRescueTree(
  tools: RescueTools,
  { commit, facts }: Rescue,
): Promise<Reading<readonly RescuedFile[]>> {
  const [tree, rawTree] = await Promise.all([
    listTree(tools, commit),
    facts === null || facts.rawTree === null ? read([]) : listTree(tools, facts.rawTree),
  ]);
  if (tree.kind === "failed") return tree;
  if (rawTree.kind === "failed") return rawTree;
  const raw = new Map(rawTree.value.map((entry) => [entry.path, entry]));
  return read(
    tree.value.flatMap((entry) => {
      const exact = raw.get(entry.path);
      const { path, id, mode: text } = exact ?? entry;
      const mode = fileMode(text);
      return mode === undefined ? [] : [{ path, mode, id, raw: exact !== undefined }];
    }),
  );
}

async function listTree(tools: RescueTools, tree: string): Promise<Reading<readonly TreeEntry[]>> {
  const listed = await askGitBytes(tools, {
    verb: "ls-tree",
    flags: ["-r", "-z", "--full-tree"],
    operands: [tree],
  });
  return listed.kind === "failed" ? listed : read(parseTree(listed.value));
}
