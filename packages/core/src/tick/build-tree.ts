import { join } from "node:path";
import { absolutePath, type CommitId } from "../decide/brands.ts";
import type { ChangedFile } from "../decide/tick-files.ts";
import { askGit, askGitBytes, failed, read } from "../git/ask-git.ts";
import { type PathBytes, quoted, toText } from "../git/path-bytes.ts";
import { type Difference, GITLINK, parseDifferences, records } from "../git/tree-entry.ts";
import { inPrivateFolder } from "../rescue/private-folder.ts";
import type { RescueTools } from "../rescue/rescue-tools.ts";
import type { Reading } from "../sync/port.ts";

/** A tree that no commit holds yet. */
export interface BuiltTree {
  readonly tree: string;
  /** What it has otherwise than the commit it was built from. */
  readonly changed: readonly Difference[];
  /** How many files that commit holds. */
  readonly tracked: number;
}

/**
 * Writes the tree of a commit with these files as they stand on the disk, and nothing else changed.
 *
 * It is made in an index of its own, so that neither the user's index nor what is staged there has
 * any part in it.
 */
export async function buildTree(
  tools: RescueTools,
  base: CommitId,
  files: readonly ChangedFile<PathBytes>[],
): Promise<Reading<BuiltTree>> {
  return inPrivateFolder(tools.place, async (folder) => {
    const indexFile = absolutePath(join(folder, "index"));
    const taken = await askGit(tools, {
      verb: "read-tree",
      flags: [],
      operands: [base],
      indexFile,
    });
    if (taken.kind === "failed") return taken;
    const listed = await askGitBytes(tools, { verb: "ls-files", flags: ["-z"], indexFile });
    if (listed.kind === "failed") return listed;
    const updated = await askGit(tools, {
      verb: "update-index",
      flags: ["--add", "--remove", "--replace", "--stdin"],
      stdin: files.map(({ path }) => `${quoted(path)}\n`).join(""),
      indexFile,
    });
    if (updated.kind === "failed") return updated;
    const written = await askGit(tools, { verb: "write-tree", flags: [], indexFile });
    if (written.kind === "failed") return written;
    const tree = written.value;
    const compared = await askGitBytes(tools, {
      verb: "diff-tree",
      flags: ["-r", "-z", "--no-renames"],
      operands: [base, tree],
    });
    if (compared.kind === "failed") return compared;
    const changed = parseDifferences(compared.value);
    // Between the choice and now a file may have become something else.
    const chosen = new Set(files.map(({ path }) => path));
    const stranger = changed.find(({ path, mode }) => mode === GITLINK || !chosen.has(path));
    if (stranger !== undefined) {
      return failed("moved", `${toText(stranger.path)} changed while it was being committed`);
    }
    return read({ tree, changed, tracked: records(listed.value).length });
  });
}
