import { hostname } from "node:os";
import { join } from "node:path";
import { type AbsolutePath, absolutePath, type CommitId, commitId } from "../decide/brands.ts";
import type { RescueFacts } from "../decide/rescue-message.ts";
import { askGit, fileFailure, read } from "../git/ask-git.ts";
import type { ObjectFormat } from "../git/blob-id.ts";
import { toText } from "../git/path-bytes.ts";
import type { Reading, Snapshot, SnapshotRequest } from "../sync/port.ts";
import { copyIndex } from "../worktree/private-index.ts";
import { differingFiles } from "./differing-files.ts";
import { findCandidates } from "./find-candidates.ts";
import { findKept } from "./find-kept.ts";
import { inPrivateFolder } from "./private-folder.ts";
import { readBack } from "./read-back.ts";
import { refreshIndex } from "./refresh-index.ts";
import type { RescueTools } from "./rescue-tools.ts";
import { takeFiles } from "./take-files.ts";
import { writeRescueCommit } from "./write-rescue-commit.ts";
import { writeTrees } from "./write-trees.ts";

/**
 * Writes the work tree, the index and HEAD as one commit that no ref holds yet, and proves that git
 * gives all of it back.
 *
 * Works on a copy of the index and by plumbing alone: the person's index, HEAD, stash and files
 * stay as they are, even under a lock, and no hook runs. Call it under the repository's lock.
 * Killed at any point it leaves objects that nothing names, which count for nothing.
 */
export async function takeSnapshot(
  tools: RescueTools,
  request: SnapshotRequest,
): Promise<Reading<Snapshot>> {
  try {
    return await inPrivateFolder(tools.place, (folder) => snapshotIn(tools, request, folder));
  } catch (error) {
    return fileFailure(error);
  }
}

async function snapshotIn(
  tools: RescueTools,
  request: SnapshotRequest,
  folder: AbsolutePath,
): Promise<Reading<Snapshot>> {
  const { head, theirs } = request;
  const format: ObjectFormat = head.length === 40 ? "sha1" : "sha256";
  const copy = await copyIndex(tools.place, absolutePath(join(folder, "index")));
  await refreshIndex(tools, copy);
  const found = await findCandidates(tools, copy.file, request);
  if (found.kind === "failed") return found;
  const taken = await takeFiles(tools, folder, found.value.files, format);
  if (taken.kind === "failed") return taken;
  const { unmerged, nested } = found.value;
  const noId = "0".repeat(head.length);
  const trees = await writeTrees(tools, folder, copy.file, unmerged, taken.value, noId);
  if (trees.kind === "failed") return trees;
  const [headTree, commits] = await Promise.all([
    askGit(tools, {
      verb: "rev-parse",
      flags: ["--verify", "--quiet"],
      operands: [`${head}^{tree}`],
    }),
    askGit(tools, { verb: "rev-list", flags: ["--count"], operands: [`${theirs}..${head}`] }),
  ]);
  if (headTree.kind === "failed") return headTree;
  if (commits.kind === "failed") return commits;
  const { tree, indexTree, rawTree } = trees.value;
  const endangered = found.value.files.filter((file) => file.endangered).map(({ path }) => path);
  const files = await differingFiles(tools, headTree.value, tree, taken.value, endangered);
  if (files.kind === "failed") return files;
  const facts: RescueFacts = {
    reason: request.reason,
    at: request.at,
    host: hostname(),
    branch: request.branch,
    head,
    theirs,
    rawTree,
    commits: Number(commits.value),
    files: files.value.size,
    indexTree: indexTree === headTree.value ? null : indexTree,
    leftOut: [
      ...taken.value.leftOut,
      ...nested.map((path) => ({ path: toText(path), why: "a repository of its own" as const })),
    ],
  };
  const kept = await findKept(tools, facts, tree);
  if (kept.kind === "failed") return kept;
  const commit: Reading<CommitId> =
    kept.value === null
      ? await writeRescueCommit(tools, tree, facts)
      : read(commitId(kept.value.commit));
  if (commit.kind === "failed") return commit;
  const proved = await readBack(tools, { tree, rawTree, taken: taken.value, format });
  if (proved.kind === "failed") return proved;
  return read({ commit: commit.value, keptBy: kept.value?.ref ?? null, files: files.value });
}
