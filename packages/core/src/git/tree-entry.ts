import { fromGit, type PathBytes, quoted } from "./path-bytes.ts";

/** The kinds of file that git knows, by their modes (git-fast-import(1), "mode"). */
export const FILE_MODES = ["100644", "100755", "120000"] as const;

/** A file, an executable one, or a symbolic link. */
export type FileMode = (typeof FILE_MODES)[number];

/** A mode of git's for a repository inside a repository. */
export const GITLINK = "160000";

/** What a tree or an index holds at a path. */
export interface TreeEntry {
  readonly path: PathBytes;
  readonly mode: string;
  readonly id: string;
}

/** Takes git's mode as that of a file; undefined for a folder or a repository. */
export function fileMode(mode: string): FileMode | undefined {
  return FILE_MODES.find((known) => known === mode);
}

/** Parses `git ls-tree -r -z`: `<mode> SP <type> SP <id> TAB <path> NUL`. */
export function parseTree(output: string): TreeEntry[] {
  return records(output).flatMap((record) => {
    const tab = record.indexOf("\t");
    const [mode, , id] = record.slice(0, tab).split(" ");
    return mode && id ? [{ mode, id, path: fromGit(record.slice(tab + 1)) }] : [];
  });
}

/** An entry of an index. */
export interface IndexEntry extends TreeEntry {
  /** 0, or a side of an unresolved conflict: 1 is the base, 2 ours, 3 theirs. */
  readonly stage: number;
  /** git was told not to look at the file: assume-unchanged, or skip-worktree. */
  readonly unwatched: boolean;
}

/** Parses `git ls-files -s -v -z`: `<tag> SP <mode> SP <id> SP <stage> TAB <path> NUL`. */
export function parseIndex(output: string): IndexEntry[] {
  return records(output).flatMap((record) => {
    const tab = record.indexOf("\t");
    const [tag, mode, id, stage] = record.slice(0, tab).split(" ");
    if (!tag || !mode || !id || !stage) return [];
    const unwatched = tag === "S" || tag === tag.toLowerCase();
    return [{ mode, id, unwatched, stage: Number(stage), path: fromGit(record.slice(tab + 1)) }];
  });
}

/** The mode that git prints for what is not there. */
export const GONE = "000000";

/** A path that differs, and its mode on the newer side; {@link GONE} where it is not there. */
export interface Difference {
  readonly path: PathBytes;
  readonly mode: string;
  readonly id: string;
}

/**
 * Parses the raw, NUL-ended output of `git diff-files`, `diff-index` and `diff-tree`:
 * `:<old mode> SP <new mode> SP <old id> SP <new id> SP <letter> NUL <path> NUL`, without renames.
 */
export function parseDifferences(output: string): Difference[] {
  const fields = records(output);
  const differences: Difference[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [, mode, , id] = (fields[at] ?? "").split(" ");
    if (mode && id) differences.push({ mode, id, path: fromGit(fields[at + 1] ?? "") });
  }
  return differences;
}

/**
 * Writes entries, and paths to remove, for `git update-index --index-info`.
 *
 * What goes comes first, so that a folder can take the place of a file and the other way round.
 */
export function indexInfo(
  entries: readonly TreeEntry[],
  gone: readonly PathBytes[],
  none: string,
): string {
  return [
    ...gone.map((path) => `0 ${none}\t${quoted(path)}\n`),
    ...entries.map(({ mode, id, path }) => `${mode} ${id}\t${quoted(path)}\n`),
  ].join("");
}

/** Splits what ends in NUL. */
export function records(output: string): string[] {
  return output.split("\0").slice(0, -1);
}
