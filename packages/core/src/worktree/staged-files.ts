import { readdir } from "node:fs/promises";
import type { AbsolutePath } from "../decide/brands.ts";
import type { ObjectFormat } from "../git/blob-id.ts";
import { fileBelow, fromGit, fromName, type PathBytes } from "../git/path-bytes.ts";
import { inParallel } from "../in-parallel.ts";
import { type Present, readPresent } from "./present.ts";
import { FILES_AT_ONCE, syncAll } from "./sync-files.ts";

/** A file as it will stand in the work tree. */
export type StagedFile = Extract<Present, { kind: "file" | "link" }>;

/** What git wrote for a move, by its path. */
export type StagedFiles = ReadonlyMap<PathBytes, StagedFile>;

/**
 * Reads what git wrote, and makes it durable: after a power cut an empty file in the work tree would
 * look like somebody's edit.
 *
 * Folders of submodules are empty, and no files.
 */
export async function readStagedFiles(
  staged: AbsolutePath,
  format: ObjectFormat,
): Promise<StagedFiles> {
  const paths = await filePaths(staged);
  const present = await inParallel(paths, FILES_AT_ONCE, (path) =>
    readPresent(fileBelow(staged, path), format),
  );
  const files = new Map<PathBytes, StagedFile>();
  for (const [at, path] of paths.entries()) {
    const file = present[at];
    if (file?.kind === "file" || file?.kind === "link") files.set(path, file);
  }
  // A link's target is part of its folder.
  const regular = paths.filter((path) => files.get(path)?.kind === "file");
  await syncAll(regular.map((path) => fileBelow(staged, path)));
  return files;
}

async function filePaths(top: AbsolutePath): Promise<PathBytes[]> {
  const found: PathBytes[] = [];
  const folders = [fromGit("")];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const place = fileBelow(top, folder);
    const entries = await readdir(place, { withFileTypes: true, encoding: "buffer" });
    for (const entry of entries) {
      const name = fromName(entry.name);
      const path = folder === "" ? name : fromGit(`${folder}/${name}`);
      (entry.isDirectory() ? folders : found).push(path);
    }
  }
  return found;
}
