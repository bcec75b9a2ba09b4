import { lstat, readlink } from "node:fs/promises";
import type { AbsolutePath } from "../decide/brands.ts";
import { errorCode } from "../error-code.ts";
import { blobId, blobIdOfFile, type ObjectFormat } from "../git/blob-id.ts";
import { fileBelow, fromGit, type PathBytes } from "../git/path-bytes.ts";
import type { FileMode } from "../git/tree-entry.ts";
import type { Candidate } from "./find-candidates.ts";

/** Larger files are kept only when they are in danger: git would hold them for ever. */
const LARGE_BYTES = 100 * 1024 * 1024;

/** A file as it stands on the disk. */
export interface FileOnDisk {
  readonly kind: "file";
  readonly mode: FileMode;
  /** The id of its bytes. */
  readonly id: string;
  /** Where a symbolic link leads. */
  readonly target: Buffer | null;
}

/** What stands at a path. A folder, a socket or a device is not a file. */
export type OnDisk =
  | FileOnDisk
  | { readonly kind: "no-file" }
  | { readonly kind: "too-large" }
  | { readonly kind: "unreadable"; readonly problem: string };

/**
 * Makes the eye for one snapshot: it remembers which folders are real.
 *
 * A file behind a symbolic link to a folder belongs to wherever the link leads, not to the work
 * tree; git sees no file there either (symlinks.c).
 */
export function fileLooker(root: AbsolutePath, format: ObjectFormat) {
  const folders = new Map<string, Promise<boolean>>();
  const isRealFolder = (path: PathBytes): Promise<boolean> => {
    const known = folders.get(path);
    if (known !== undefined) return known;
    const asked = lstat(fileBelow(root, path)).then((stats) => stats.isDirectory());
    folders.set(path, asked);
    return asked;
  };
  return async ({ path, mode, endangered }: Candidate): Promise<OnDisk> => {
    const file = fileBelow(root, path);
    try {
      const parts = path.split("/").slice(0, -1);
      for (const at of parts.keys()) {
        const above = fromGit(parts.slice(0, at + 1).join("/"));
        if (!(await isRealFolder(above))) return { kind: "no-file" };
      }
      const stats = await lstat(file);
      if (stats.isSymbolicLink()) {
        const target = await readlink(file, "buffer");
        return { kind: "file", mode: "120000", id: blobId(target, format), target };
      }
      if (!stats.isFile()) return { kind: "no-file" };
      if (stats.size > LARGE_BYTES && mode === null && !endangered) return { kind: "too-large" };
      const id = await blobIdOfFile(file, format);
      if (id === null) return { kind: "no-file" };
      return { kind: "file", mode: modeOf(mode, stats.mode), id, target: null };
    } catch (error) {
      const code = errorCode(error);
      if (code === "ENOENT" || code === "ENOTDIR") return { kind: "no-file" };
      if (code === undefined) throw error;
      return { kind: "unreadable", problem: String(error) };
    }
  };
}

/** Where the file system has no executable bit (`core.fileMode`), git's word for the mode is the only one. */
function modeOf(known: string | null, bits: number): FileMode {
  if (known === "100644" || known === "100755") return known;
  // A system without symbolic links has them as files (`core.symlinks`); not run.
  if (known === "120000" && process.platform === "win32") return known;
  return (bits & 0o100) === 0 ? "100644" : "100755";
}
