import type { ChangedFile } from "../decide/tick-files.ts";
import { fromGit, type PathBytes } from "../git/path-bytes.ts";
import { GITLINK, records } from "../git/tree-entry.ts";

/** A changed file, as git alone tells it. */
export type FileStatus = Omit<ChangedFile<PathBytes>, "onDisk">;

/** Fields before the path of an ordinary, and of an unmerged, record (git-status(1), "Porcelain v2"). */
const ORDINARY_FIELDS = 8;
const UNMERGED_FIELDS = 10;

/**
 * Parses `git status --porcelain=v2 -z --no-renames`:
 * `1 <XY> <sub> <mH> <mI> <mW> <hH> <hI> <path>`, `u …` for a conflict, `? <path>` for a new file.
 */
export function parseStatus(output: string): FileStatus[] {
  return records(output).flatMap((record) => {
    switch (record[0]) {
      case "1":
        return [ordinary(record)];
      case "u":
        return [{ ...UNCHANGED, path: pathAfter(record, UNMERGED_FIELDS), unmerged: true }];
      case "?":
        return [untracked(fromGit(record.slice(2)))];
      default:
        return [];
    }
  });
}

const UNCHANGED = {
  inHead: true,
  staged: null,
  unstaged: false,
  unmerged: false,
  repository: false,
} as const;

function ordinary(record: string): FileStatus {
  const [, states = "", , modeHead = "", modeIndex = "", modeDisk = "", , id = ""] = record.split(
    " ",
    ORDINARY_FIELDS,
  );
  const isStaged = states[0] !== ".";
  return {
    ...UNCHANGED,
    path: pathAfter(record, ORDINARY_FIELDS),
    inHead: modeHead !== "000000",
    staged: isStaged ? `${modeIndex} ${id}` : null,
    unstaged: states[0] === "D",
    repository: [modeHead, modeIndex, modeDisk].includes(GITLINK),
  };
}

/** git names a repository that it does not track as a folder, and looks no further. */
function untracked(path: PathBytes): FileStatus {
  return { ...UNCHANGED, path, inHead: false, repository: path.endsWith("/") };
}

function pathAfter(record: string, fields: number): PathBytes {
  let at = 0;
  for (let field = 0; field < fields; field += 1) at = record.indexOf(" ", at) + 1;
  return fromGit(record.slice(at));
}
