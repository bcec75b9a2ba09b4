import type { AbsolutePath } from "../decide/brands.ts";
import { askGitBytes, read } from "../git/ask-git.ts";
import { fromGit, fromText, type PathBytes } from "../git/path-bytes.ts";
import {
  GITLINK,
  type IndexEntry,
  parseDifferences,
  parseIndex,
  records,
} from "../git/tree-entry.ts";
import type { Reading, SnapshotRequest } from "../sync/port.ts";
import { filesBelow } from "./files-below.ts";
import type { RescueTools } from "./rescue-tools.ts";

/** A path whose file may have to be kept as it stands on the disk. */
export interface Candidate {
  readonly path: PathBytes;
  /** What git takes the file for; `null` where it does not track it. */
  readonly mode: string | null;
  /** About to be replaced: it must be kept, whatever stands against it. */
  readonly endangered: boolean;
  /** Where there is no file, the index still says what belongs there: it is not a deletion. */
  readonly mayBeAbsent: boolean;
}

/** What a work tree holds that HEAD does not. */
export interface Candidates {
  readonly files: readonly Candidate[];
  /** Sides of unresolved conflicts. */
  readonly unmerged: readonly IndexEntry[];
  /** Folders that are repositories of their own; their files are theirs to keep. */
  readonly nested: readonly PathBytes[];
}

/**
 * Finds the files that differ from the index, or are staged, or are not tracked, or are endangered,
 * and those that git was told not to look at.
 *
 * @param indexFile a copy of the index that stays as it is while git reads it several times
 */
export async function findCandidates(
  tools: RescueTools,
  indexFile: AbsolutePath,
  request: SnapshotRequest,
): Promise<Reading<Candidates>> {
  const [listed, changed, staged, untracked, endangered] = await Promise.all([
    askGitBytes(tools, { verb: "ls-files", flags: ["-s", "-v", "-z"], indexFile }),
    askGitBytes(tools, {
      verb: "diff-files",
      flags: ["--raw", "-z", "--ignore-submodules=all"],
      indexFile,
    }),
    askGitBytes(tools, {
      verb: "diff-index",
      flags: ["--cached", "--raw", "-z", "--ignore-submodules=all"],
      operands: [request.head],
      indexFile,
    }),
    askGitBytes(tools, {
      verb: "ls-files",
      flags: ["-o", "--exclude-standard", "-z"],
      indexFile,
    }),
    filesBelow(tools.place.root, request.endangered.map(fromText)),
  ]);
  if (listed.kind === "failed") return listed;
  if (changed.kind === "failed") return changed;
  if (staged.kind === "failed") return staged;
  if (untracked.kind === "failed") return untracked;
  if (endangered.kind === "failed") return endangered;

  const index = parseIndex(listed.value);
  const inIndex = new Map(index.map((entry) => [entry.path, entry]));
  const modes = new Map<PathBytes, string | null>();
  const others = records(untracked.value).map(fromGit);
  for (const path of others) if (!path.endsWith("/")) modes.set(path, null);
  for (const { path, mode } of parseDifferences(staged.value)) modes.set(path, mode);
  for (const { path, mode } of parseDifferences(changed.value)) modes.set(path, mode);
  for (const { path, mode, unwatched, stage } of index) {
    if (stage > 0 || unwatched || mode === GITLINK) modes.set(path, modes.get(path) ?? mode);
  }
  const inDanger = new Set(endangered.value);
  for (const path of inDanger) modes.set(path, modes.get(path) ?? null);
  return read({
    files: [...modes].map(([path, mode]) => {
      const entry = inIndex.get(path);
      const mayBeAbsent =
        entry === undefined || (entry.stage === 0 && (entry.unwatched || entry.mode === GITLINK));
      return { path, mode, endangered: inDanger.has(path), mayBeAbsent };
    }),
    unmerged: index.filter(({ stage }) => stage > 0),
    nested: others.filter((path) => path.endsWith("/")),
  });
}
