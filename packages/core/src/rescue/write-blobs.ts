import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AbsolutePath } from "../decide/brands.ts";
import { read } from "../git/ask-git.ts";
import { classify } from "../git/classify.ts";
import { fileBelow, type PathBytes, quoted } from "../git/path-bytes.ts";
import type { Reading } from "../sync/port.ts";
import type { FileOnDisk } from "./look-at-file.ts";
import type { RescueTools } from "./rescue-tools.ts";

/** A file to put into git. */
export interface FileToWrite {
  readonly path: PathBytes;
  readonly file: FileOnDisk;
}

/** git waits for the disk after each file; several at once share the waiting. */
const AT_ONCE = 8;
const FEWEST_FILES = 50;

/**
 * Puts files into git as they are, and gives the ids that git found them to have, in order.
 *
 * git stops at a file that went away meanwhile. That one, and some after it, then have no id; that
 * is no failure, because the caller looks again at what has none.
 *
 * @param folder for the targets of symbolic links, which git would follow
 */
export async function writeBlobs(
  tools: RescueTools,
  folder: AbsolutePath,
  files: readonly FileToWrite[],
): Promise<Reading<readonly (string | undefined)[]>> {
  const names = await Promise.all(
    files.map(async ({ path, file: { target } }, at) => {
      if (target === null) return fileBelow(tools.place.root, path);
      const name = join(folder, `link-${at}`);
      await writeFile(name, target);
      return name;
    }),
  );
  const size = Math.max(FEWEST_FILES, Math.ceil(names.length / AT_ONCE));
  const parts: (string | Buffer)[][] = [];
  for (let at = 0; at < names.length; at += size) parts.push(names.slice(at, at + size));
  const written = await Promise.all(parts.map((part) => hashObjects(tools, part)));
  const ids: (string | undefined)[] = [];
  for (const [at, part] of written.entries()) {
    if (part.kind === "failed") return part;
    const length = parts[at]?.length ?? 0;
    ids.push(...Array.from({ length }, (_, index) => part.value[index]));
  }
  return read(ids);
}

async function hashObjects(
  { git, limits }: RescueTools,
  names: readonly (string | Buffer)[],
): Promise<Reading<readonly string[]>> {
  const exit = await git({
    verb: "hash-object",
    flags: ["-w", "--no-filters", "--stdin-paths"],
    stdin: names.map((name) => `${quoted(Buffer.from(name))}\n`).join(""),
    maxOutputBytes: 100 * (names.length + 100),
    ...limits,
  });
  if (exit.kind !== "exited") return { kind: "failed", failure: classify(exit) };
  const ids = exit.stdout.split("\n").filter((line) => line !== "");
  if (exit.exitCode === 0) return read(ids);
  return WENT_AWAY.test(exit.stderr) && ids.length < names.length
    ? read(ids)
    : { kind: "failed", failure: classify(exit) };
}

/** What git says of a file that went away, shrank or became a folder (builtin/hash-object.c, object-file.c). */
const WENT_AWAY =
  /could not open '.*' for reading: (?:No such file|Not a directory)|(?:short read|read error) while indexing|unsupported file type/s;
