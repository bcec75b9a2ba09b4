import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { type AbsolutePath, absolutePath, type CommitId } from "../decide/brands.ts";
import { askGit, askGitBytes, read } from "../git/ask-git.ts";
import { classify } from "../git/classify.ts";
import { type PathBytes, toText } from "../git/path-bytes.ts";
import { indexInfo, parseDifferences } from "../git/tree-entry.ts";
import type { Reading } from "../sync/port.ts";
import type { Change } from "./list-changes.ts";
import type { MoveFolder } from "./move-folder.ts";
import { copyIndex, type IndexMark, type PrivateIndex, stampIndex } from "./private-index.ts";
import { moved, type Trouble, type WorktreeTools } from "./tools.ts";

/** What an index is brought from and to. */
export interface IndexRequest {
  readonly from: CommitId;
  readonly to: CommitId;
  /** What differs between the two. */
  readonly changes: readonly Change[];
  /** Whether what is staged at a path may be carried along, or replaced where it changes. */
  readonly mayBeStaged: (path: PathBytes) => boolean;
}

/** An index that the move brings, with the files that git wrote for it. */
export interface PreparedIndex extends PrivateIndex {
  readonly kind: "index";
}

/**
 * Has git bring a copy of the index to the new commit, and write the files that change.
 *
 * To `read-tree -m -u` a file that is missing is as good as an unchanged one (unpack-trees.c,
 * verify_uptodate), so in an empty work tree it writes exactly what differs, with every conversion
 * that a checkout makes, and carries staged changes over in the index.
 *
 * @param staged an empty folder
 */
export async function prepareIndex(
  tools: WorktreeTools,
  { index: file, staged }: Pick<MoveFolder, "index" | "staged">,
  request: IndexRequest,
): Promise<PreparedIndex | Trouble> {
  const index = await copyIndex(tools.place, file);
  const listed = await stagedPaths(tools, request.from, file);
  if (listed.kind === "failed") return listed;
  const other = listed.value.find((path) => !request.mayBeStaged(path));
  if (other !== undefined) return moved(`${toText(other)} is staged`);
  if (listed.value.length > 0) {
    const unstaged = await unstage(tools, file, request);
    if (unstaged.kind === "failed") return unstaged;
    await stampIndex(index);
  }
  const written = await askGit(tools, {
    verb: "read-tree",
    flags: ["-m", "-u"],
    operands: [request.from, request.to],
    indexFile: file,
    workTree: staged,
  });
  if (written.kind === "failed") return written;
  await stampIndex(index);
  return { kind: "index", ...index };
}

/**
 * As {@link prepareIndex}, after the files are in place: somebody wrote the index meanwhile. Often it
 * is only a `git status` that noted the times of files.
 */
export async function prepareAgain(
  tools: WorktreeTools,
  folder: MoveFolder,
  request: IndexRequest,
): Promise<IndexMark | Trouble> {
  const index = absolutePath(join(folder.base, "index.again"));
  const staged = absolutePath(join(folder.base, "staged.again"));
  await rm(staged, { recursive: true, force: true });
  await mkdir(staged);
  const prepared = await prepareIndex(tools, { index, staged }, request);
  if (prepared.kind !== "index") return prepared;
  const refreshed = await refreshIndex(tools, index);
  if (refreshed !== null) return refreshed;
  await rename(index, folder.index);
  return prepared.mark;
}

/** Has git note the times of the files as they are in the work tree, and compare what it must. */
export async function refreshIndex(
  { git, limits }: WorktreeTools,
  indexFile: AbsolutePath,
): Promise<Trouble | null> {
  const { deadlineMs } = limits;
  const flags = ["-q", "--refresh"] as const;
  const exit = await git({ verb: "update-index", flags, indexFile, deadlineMs });
  // 1 where some file is edited, which is nobody's fault.
  if (exit.kind === "exited" && exit.exitCode <= 1) return null;
  return { kind: "failed", failure: classify(exit) };
}

/** Lists what an index, by default the repository's own, holds otherwise than a commit. */
export async function stagedPaths(
  tools: WorktreeTools,
  from: CommitId,
  indexFile?: AbsolutePath,
): Promise<Reading<readonly PathBytes[]>> {
  const listed = await askGitBytes(tools, {
    verb: "diff-index",
    flags: ["--cached", "--raw", "-z", "--no-renames", "--ignore-submodules=none"],
    operands: [from],
    ...(indexFile ? { indexFile } : {}),
  });
  if (listed.kind === "failed") return listed;
  return read(parseDifferences(listed.value).map(({ path }) => path));
}

/** Puts paths that may be replaced back to what `from` holds: git would not merge them otherwise. */
function unstage(
  tools: WorktreeTools,
  indexFile: AbsolutePath,
  { changes, mayBeStaged, from }: IndexRequest,
): Promise<Reading<string>> {
  const replaced = changes.filter(({ path }) => mayBeStaged(path));
  const stdin = indexInfo(
    replaced.flatMap(({ path, old }) => (old === null ? [] : [{ ...old, path }])),
    replaced.flatMap(({ path, old }) => (old === null ? [path] : [])),
    "0".repeat(from.length),
  );
  return askGit(tools, { verb: "update-index", flags: ["--index-info"], stdin, indexFile });
}
