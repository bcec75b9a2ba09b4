import { readdir } from "node:fs/promises";
import type { RepositoryPlace } from "../git/locate.ts";
import { moveFolder } from "./move-folder.ts";

/** Tells a person of files that a move kept for them, until they have taken them away. */
export async function keptFilesInWords(place: RepositoryPlace): Promise<readonly string[]> {
  const { kept } = await moveFolder(place);
  const names = await readdir(kept).catch((): string[] => []);
  if (names.length === 0) return [];
  const files = names.length === 1 ? "A file was" : `${names.length} files were`;
  return [
    `${files} saved in the very moment of a sync and kept for you in ${kept}. Delete there what you do not need.`,
  ];
}
