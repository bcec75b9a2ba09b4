import { open, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AbsolutePath } from "../decide/brands.ts";
import { errorCode } from "../error-code.ts";
import type { RepositoryPlace } from "../git/locate.ts";
import { lstatNow } from "./present.ts";

/** By what an index is recognised: git never writes one in place, so a change is another file. */
export type IndexMark = string;

/** A copy of the index, and how to tell whether the index is still the one that was copied. */
export interface PrivateIndex {
  readonly file: AbsolutePath;
  readonly mark: IndexMark;
  /** Seconds since the epoch; see {@link stampIndex}. */
  readonly age: number;
}

/** Where git keeps the index of a work tree. */
export function indexOf({ gitDir }: RepositoryPlace): string {
  return join(gitDir, "index");
}

/** Tells which index is there now. */
export function markOfIndex(place: RepositoryPlace): IndexMark {
  const stats = lstatNow(indexOf(place));
  if (stats === null) return "none";
  return [stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(":");
}

/** Copies the index to a file of ours. */
export async function copyIndex(place: RepositoryPlace, file: AbsolutePath): Promise<PrivateIndex> {
  try {
    const handle = await open(indexOf(place), "r");
    try {
      const { ino, size, mtimeNs, ctimeNs } = await handle.stat({ bigint: true });
      await writeFile(file, await handle.readFile());
      const age = Number(mtimeNs / 1_000_000_000n);
      const copy = { file, mark: [ino, size, mtimeNs, ctimeNs].join(":"), age };
      await stampIndex(copy);
      return copy;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
    return { file, mark: "none", age: 0 };
  }
}

/**
 * Gives a private index the time of the one that it was copied from, rounded down.
 *
 * git takes an edit that changes neither size nor second of a file for one only while the index is
 * no younger than the file (Documentation/technical/racy-git.txt). A fresh copy would be younger,
 * and such an edit would look clean for ever. Every git command that writes the copy makes it
 * younger again, so this follows each of them but the last, which looks at the real files.
 */
export async function stampIndex({ file, age }: PrivateIndex): Promise<void> {
  if (age > 0) await utimes(file, age, age);
}
