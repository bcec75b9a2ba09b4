/** What stands on the disk where a file is, or was. */
export type OnDisk =
  | { readonly kind: "file"; readonly sizeBytes: number; readonly readable: boolean }
  | { readonly kind: "link" }
  | { readonly kind: "folder" }
  | { readonly kind: "nothing" }
  /** A socket, a device, a pipe. */
  | { readonly kind: "other" };

/** A file that differs from HEAD, in the work tree or in the index. */
export interface ChangedFile<Path extends string> {
  readonly path: Path;
  readonly onDisk: OnDisk;
  /** It is part of HEAD. */
  readonly inHead: boolean;
  /** What the index holds, where that differs from HEAD: `<mode> <id>`; `null` where it does not. */
  readonly staged: string | null;
  /** It was taken out of the index by hand. */
  readonly unstaged: boolean;
  /** It has an unresolved conflict. */
  readonly unmerged: boolean;
  /** It is a repository of its own, or the place of one. */
  readonly repository: boolean;
}

/** Why a changed file is not committed. */
export type LeftOutReason =
  | "too-large"
  | "repository"
  | "unmerged"
  | "being-removed"
  | "unreadable"
  | "no-file";

/** A changed file that is not committed. */
export interface LeftOut<Path extends string> {
  readonly path: Path;
  readonly why: LeftOutReason;
}

/** Which changed files a commit of ours takes. */
export interface ChosenFiles<Path extends string> {
  readonly files: readonly ChangedFile<Path>[];
  readonly leftOut: readonly LeftOut<Path>[];
}

/** Chooses what a commit takes of the files that changed. */
export function chooseFiles<Path extends string>(
  changed: readonly ChangedFile<Path>[],
  { maxFileBytes }: { readonly maxFileBytes: number },
): ChosenFiles<Path> {
  const judged = changed.map((file) => ({ file, why: reasonAgainst(file, maxFileBytes) }));
  return {
    files: judged.flatMap(({ file, why }) => (why === null ? [file] : [])),
    leftOut: judged.flatMap(({ file: { path }, why }) => (why === null ? [] : [{ path, why }])),
  };
}

function reasonAgainst(file: ChangedFile<string>, maxFileBytes: number): LeftOutReason | null {
  const { onDisk } = file;
  // What the index holds three versions of has conflict marks on the disk.
  if (file.unmerged) return "unmerged";
  if (file.repository) return "repository";
  // `git rm --cached`: someone is about to keep the file out of the repository.
  if (file.unstaged && onDisk.kind !== "nothing") return "being-removed";
  if (onDisk.kind === "other") return "no-file";
  if (onDisk.kind !== "file") return null;
  if (!onDisk.readable) return "unreadable";
  return onDisk.sizeBytes > maxFileBytes ? "too-large" : null;
}

/** What each reason means to a person; the file's name stands before it. */
const LEFT_OUT: Readonly<Record<LeftOutReason, string>> = {
  "too-large": "is larger than hookline.maxFileSize",
  repository: "is a repository of its own",
  unmerged: "has a conflict",
  "being-removed": "was taken out of the index by hand",
  unreadable: "cannot be read",
  "no-file": "is neither a file nor a link",
};

/** Files named in one warning; a person needs a few, not ten thousand. */
const MOST_NAMED = 3;

/** Says which files were left out, a sentence for each reason. */
export function leftOutInWords(leftOut: readonly LeftOut<string>[]): readonly string[] {
  return [...Map.groupBy(leftOut, ({ why }) => why)].map(([why, files]) => {
    const named = files.slice(0, MOST_NAMED).map(({ path }) => JSON.stringify(path));
    const more = files.length - named.length;
    const names = named.join(", ") + (more > 0 ? ` and ${more} more` : "");
    return `Not committed: ${names} (${LEFT_OUT[why]}).`;
  });
}
