import { createHash, type Hash } from "node:crypto";
import { askGit, askGitBytes, failed, read } from "../git/ask-git.ts";
import type { ObjectFormat } from "../git/blob-id.ts";
import { type PathBytes, toText } from "../git/path-bytes.ts";
import { parseTree, type TreeEntry } from "../git/tree-entry.ts";
import type { Effect, Reading } from "../sync/port.ts";
import { blobStream } from "./blob-stream.ts";
import type { RescueTools } from "./rescue-tools.ts";
import type { Taken } from "./take-files.ts";

/** What a rescue must give back. */
export interface Kept {
  readonly tree: string;
  readonly rawTree: string | null;
  readonly taken: Taken;
  readonly format: ObjectFormat;
}

/**
 * Makes sure that git gives back what it was given: both trees name every file that was taken, none
 * names one that is gone, and each file's bytes have the id that we computed from the disk.
 *
 * A promise to give something back that was never tried is not one.
 */
export async function readBack(
  tools: RescueTools,
  { tree, rawTree, taken: { files, gone }, format }: Kept,
): Promise<Effect> {
  const [shown, raw] = await Promise.all([
    entriesOf(tools, tree),
    rawTree === null ? read(new Map<PathBytes, TreeEntry>()) : entriesOf(tools, rawTree),
  ]);
  if (shown.kind === "failed") return shown;
  if (raw.kind === "failed") return raw;
  const holds = (entries: ReadonlyMap<PathBytes, TreeEntry>, { path, mode, id }: TreeEntry) => {
    const entry = entries.get(path);
    return entry?.id === id && entry.mode === mode;
  };
  const wrong =
    files.find((file) => !holds(shown.value, file) || !holds(raw.value, file))?.path ??
    gone.find((path) => shown.value.has(path));
  return wrong === undefined ? readBlobs(tools, files, format) : lacks(wrong);
}

async function entriesOf(
  tools: RescueTools,
  tree: string,
): Promise<Reading<ReadonlyMap<PathBytes, TreeEntry>>> {
  const listed = await askGitBytes(tools, {
    verb: "ls-tree",
    flags: ["-r", "-z", "--full-tree"],
    operands: [tree],
  });
  if (listed.kind === "failed") return listed;
  return read(new Map(parseTree(listed.value).map((entry) => [entry.path, entry])));
}

async function readBlobs(
  tools: RescueTools,
  files: readonly TreeEntry[],
  format: ObjectFormat,
): Promise<Effect> {
  const ids = new Set(files.map(({ id }) => id));
  if (ids.size === 0) return { kind: "done" };
  const proved = new Set<string>();
  let hash: Hash;
  const onStdout = blobStream({
    begin: (_id, size) => (hash = createHash(format).update(`blob ${size}\0`)),
    piece: (bytes) => hash.update(bytes),
    // What it hashes to, not what git calls it.
    end: () => proved.add(hash.digest("hex")),
  });
  const answer = await askGit(tools, {
    verb: "cat-file",
    flags: ["--batch"],
    stdin: [...ids].map((id) => `${id}\n`).join(""),
    onStdout,
  });
  if (answer.kind === "failed") return answer;
  const missing = files.find(({ id }) => !proved.has(id));
  return missing === undefined ? { kind: "done" } : lacks(missing.path);
}

function lacks(path: PathBytes) {
  return failed("corrupt", `git does not give back ${toText(path)} as it was given`);
}
