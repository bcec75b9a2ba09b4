import type { AbsolutePath } from "../decide/brands.ts";
import { fileFailure, read } from "../git/ask-git.ts";
import { fromText, type PathBytes, toText } from "../git/path-bytes.ts";
import type { Reading } from "../sync/port.ts";
import { inPrivateFolder } from "./private-folder.ts";
import { type FilePut, putFile } from "./put-file.ts";
import type { Rescue } from "./rescue.ts";
import type { RescueTools } from "./rescue-tools.ts";
import { type RescuedFile, readRescueTree } from "./rescue-tree.ts";
import { stageClean } from "./stage-clean.ts";
import { stageRaw } from "./stage-raw.ts";
import { uncommittedFiles } from "./uncommitted-files.ts";

/** Which files to give back, and where. */
export interface RestoreRequest {
  /** Files or folders, relative to the top of the work tree; none: every file that was not committed. */
  readonly paths: readonly string[];
  /** An existing folder, resolved; the top of the work tree, or any other. */
  readonly root: AbsolutePath;
}

/** What became of giving files back. */
export interface FilesRestored {
  readonly files: readonly { readonly path: string; readonly put: FilePut }[];
  /** Paths that the rescue does not hold. */
  readonly unknown: readonly string[];
}

/**
 * Puts files of a rescue back, each as `putFile` does: nothing is overwritten.
 *
 * Call it under the repository's lock. Nothing is put in place before every file lies ready.
 */
export async function restoreFiles(
  tools: RescueTools,
  rescue: Rescue,
  { paths, root }: RestoreRequest,
): Promise<Reading<FilesRestored>> {
  const held = await readRescueTree(tools, rescue);
  if (held.kind === "failed") return held;
  const wanted = paths.map((path) => fromText(path.replace(/\/+$/, "")));
  const differing = await uncommittedFiles(tools, rescue);
  if (differing.kind === "failed") return differing;
  const chosen = wanted.length === 0 ? differing.value.map(({ path }) => path) : wanted;
  const files = filesAt(held.value, chosen);
  const unknown = wanted.filter((path) => filesAt(held.value, [path]).length === 0).map(toText);
  try {
    return await inPrivateFolder(tools.place, async (folder) => {
      const raw = await stageRaw(
        tools,
        folder,
        files.filter((file) => file.raw),
      );
      if (raw.kind === "failed") return raw;
      const clean = await stageClean(
        tools,
        folder,
        rescue.commit,
        files.filter((file) => !file.raw),
      );
      if (clean.kind === "failed") return clean;
      const restored: { path: string; put: FilePut }[] = [];
      for (const file of [...raw.value, ...clean.value]) {
        restored.push({ path: toText(file.path), put: await putFile(root, file) });
      }
      return read({ files: restored, unknown });
    });
  } catch (error) {
    return fileFailure(error);
  }
}

/** Picks the files at the given paths and below them. */
function filesAt(files: readonly RescuedFile[], paths: readonly PathBytes[]): RescuedFile[] {
  const exact = new Set<string>(paths);
  return files.filter(({ path }) => {
    if (exact.has(path) || exact.has("")) return true;
    const parts = path.split("/");
    return parts.some((_part, at) => exact.has(parts.slice(0, at).join("/")));
  });
}
