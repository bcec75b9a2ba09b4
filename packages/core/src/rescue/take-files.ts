import type { AbsolutePath } from "../decide/brands.ts";
import type { LeftOut } from "../decide/rescue-message.ts";
import { failed, read } from "../git/ask-git.ts";
import type { ObjectFormat } from "../git/blob-id.ts";
import { isInside, type PathBytes, toText } from "../git/path-bytes.ts";
import type { TreeEntry } from "../git/tree-entry.ts";
import { inParallel } from "../in-parallel.ts";
import type { Reading } from "../sync/port.ts";
import type { Candidate } from "./find-candidates.ts";
import { fileLooker, type OnDisk } from "./look-at-file.ts";
import type { RescueTools } from "./rescue-tools.ts";
import { type FileToWrite, writeBlobs } from "./write-blobs.ts";

/** What was taken from a work tree. */
export interface Taken {
  /** Files whose bytes are in git now. */
  readonly files: readonly TreeEntry[];
  /** Tracked files that are not there. */
  readonly gone: readonly PathBytes[];
  readonly leftOut: readonly LeftOut[];
}

/** How often a file that changes while it is read is taken again. */
const MOST_ROUNDS = 8;

const FILES_AT_ONCE = 16;

/**
 * Puts files into git as their very bytes, without filters and line endings.
 *
 * Each file is read twice, by us and by git, and counts only when both read the same; one that
 * changed in between is taken again. A file that is not in danger never stops the rescue: where
 * it cannot be read, or is never still, it is left out, and said.
 *
 * @param folder for what has to pass through a file
 */
export async function takeFiles(
  tools: RescueTools,
  folder: AbsolutePath,
  candidates: readonly Candidate[],
  format: ObjectFormat,
): Promise<Reading<Taken>> {
  const look = fileLooker(tools.place.root, format);
  const files: TreeEntry[] = [];
  const gone: PathBytes[] = [];
  const leftOut: LeftOut[] = [];
  let open = candidates;
  for (let round = 0; open.length > 0 && round < MOST_ROUNDS; round += 1) {
    const there: (FileToWrite & { readonly candidate: Candidate })[] = [];
    const seen = await inParallel(open, FILES_AT_ONCE, async (candidate) => ({
      candidate,
      onDisk: await look(candidate),
    }));
    for (const { candidate, onDisk } of seen) {
      const { path, endangered, mayBeAbsent } = candidate;
      const without = reasonToLeaveOut(path, onDisk);
      if (without !== null) {
        if (endangered) return cannotKeep(path, onDisk);
        leftOut.push({ path: toText(path), why: without });
      } else if (onDisk.kind === "file") {
        there.push({ candidate, path, file: onDisk });
      } else if (!mayBeAbsent) {
        gone.push(path);
      }
    }
    const written = await writeBlobs(tools, folder, there);
    if (written.kind === "failed") return written;
    open = [];
    for (const [at, { candidate, path, file }] of there.entries()) {
      if (written.value[at] === file.id) files.push({ path, mode: file.mode, id: file.id });
      else open = [...open, candidate];
    }
  }
  const restless = open.find(({ endangered }) => endangered);
  if (restless) return failed("unknown", `${toText(restless.path)} changes all the time`);
  leftOut.push(...open.map(({ path }) => ({ path: toText(path), why: "being written" as const })));
  return read({ files, gone, leftOut });
}

function reasonToLeaveOut(path: PathBytes, onDisk: OnDisk): LeftOut["why"] | null {
  if (onDisk.kind === "unreadable") return "not readable";
  if (onDisk.kind === "too-large") return "larger than 100 MB";
  // read-cache.c, `verify_path`: git refuses a linked `.gitmodules` as it does a `.git`.
  const linkedModules = /(?:^|\/)\.gitmodules$/i.test(path) && onDisk.kind === "file";
  if (linkedModules && onDisk.mode === "120000") return "not a name for git";
  return onDisk.kind === "file" && !isInside(path) ? "not a name for git" : null;
}

function cannotKeep(path: PathBytes, onDisk: OnDisk) {
  return onDisk.kind === "unreadable"
    ? failed("unreadable", onDisk.problem)
    : failed("unknown", `git cannot hold a file named ${toText(path)}`);
}
