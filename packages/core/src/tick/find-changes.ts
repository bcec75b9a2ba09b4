import { access, constants, lstat } from "node:fs/promises";
import type { ChangedFile, OnDisk } from "../decide/tick-files.ts";
import { errorCode } from "../error-code.ts";
import { askGitBytes, fileFailure, read } from "../git/ask-git.ts";
import { fileBelow, type PathBytes } from "../git/path-bytes.ts";
import { inParallel } from "../in-parallel.ts";
import type { RescueTools } from "../rescue/rescue-tools.ts";
import type { Reading } from "../sync/port.ts";
import { type FileStatus, parseStatus } from "./parse-status.ts";

/** Files looked at on the disk at the same time. */
const AT_ONCE = 16;

/**
 * Finds what differs from HEAD at these paths, in the index or in the work tree. Ignored files do
 * not; nothing is written.
 *
 * Paths are literal, and inside the work tree (`usablePaths`).
 */
export async function findChanges(
  tools: RescueTools,
  paths: readonly string[],
): Promise<Reading<readonly ChangedFile<PathBytes>[]>> {
  const listed = await askGitBytes(tools, {
    verb: "status",
    flags: [
      "--porcelain=v2",
      "-z",
      "--untracked-files=all",
      "--no-renames",
      // What a submodule looks like inside is not ours to ask: its config is another one's.
      "--ignore-submodules=all",
    ],
    paths: paths.map((path) => `:(top,literal)${path === "." ? "" : path}`),
  });
  if (listed.kind === "failed") return listed;
  const { root } = tools.place;
  try {
    return read(
      await inParallel(byPath(parseStatus(listed.value)), AT_ONCE, async (file) => ({
        ...file,
        onDisk: await onDisk(fileBelow(root, file.path)),
      })),
    );
  } catch (error) {
    return fileFailure(error);
  }
}

/** A file that was taken out of the index and is still there is listed twice. */
function byPath(files: readonly FileStatus[]): readonly FileStatus[] {
  const found = new Map<PathBytes, FileStatus>();
  for (const file of files) if (!found.has(file.path)) found.set(file.path, file);
  return [...found.values()];
}

async function onDisk(file: string | Buffer): Promise<OnDisk> {
  try {
    const stats = await lstat(file);
    if (stats.isSymbolicLink()) return { kind: "link" };
    if (stats.isDirectory()) return { kind: "folder" };
    if (!stats.isFile()) return { kind: "other" };
    const readable = await access(file, constants.R_OK).then(
      () => true,
      () => false,
    );
    return { kind: "file", sizeBytes: stats.size, readable };
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return { kind: "nothing" };
    throw error;
  }
}
