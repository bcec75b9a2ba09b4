import { lstat, readFile, readlink } from "node:fs/promises";
import type { RescuedFile } from "./rescue-tree.ts";

/** A rescued file that was written into a folder of ours, ready to be put in its place. */
export interface StagedFile extends RescuedFile {
  /** Where it is now. A symbolic link may be a file that holds its target. */
  readonly staged: string | Buffer;
}

/** Reads where a staged symbolic link leads. */
export async function linkTarget({ staged }: StagedFile): Promise<Buffer> {
  const isLink = (await lstat(staged)).isSymbolicLink();
  return isLink ? readlink(staged, "buffer") : readFile(staged);
}
