import { type CommitId, commitId } from "../decide/brands.ts";
import { type RescueFacts, rescueMessage } from "../decide/rescue-message.ts";
import { askGit, read } from "../git/ask-git.ts";
import type { Reading } from "../sync/port.ts";
import type { RescueTools } from "./rescue-tools.ts";

/**
 * Writes the commit of a rescue. Its parents keep everything: what HEAD held, what the branch moves
 * to, and a commit each for the index and for the files that are kept as their very bytes.
 */
export async function writeRescueCommit(
  tools: RescueTools,
  tree: string,
  facts: RescueFacts,
): Promise<Reading<CommitId>> {
  const { head, theirs, indexTree, rawTree } = facts;
  // git would drop a parent that is named twice, with a warning.
  const parents = new Set<string>([head, theirs]);
  if (indexTree !== null) {
    const index = await writeCommit(tools, indexTree, [head], "The index\n");
    if (index.kind === "failed") return index;
    parents.add(index.value);
  }
  if (rawTree !== null) {
    const raw = await writeCommit(tools, rawTree, [], "Files as their very bytes\n");
    if (raw.kind === "failed") return raw;
    parents.add(raw.value);
  }
  return writeCommit(tools, tree, [...parents], rescueMessage(facts));
}

async function writeCommit(
  tools: RescueTools,
  tree: string,
  parents: readonly string[],
  message: string,
): Promise<Reading<CommitId>> {
  const written = await askGit(tools, {
    verb: "commit-tree",
    flags: parents.map((parent) => `-p${parent}`),
    operands: [tree],
    stdin: message,
    identity: "hookline",
  });
  return written.kind === "failed" ? written : read(commitId(written.value));
}
