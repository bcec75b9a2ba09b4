import { rm } from "node:fs/promises";
import type { AbsolutePath } from "../decide/brands.ts";
import { read } from "../git/ask-git.ts";
import { classify } from "../git/classify.ts";
import { fromGit, type PathBytes } from "../git/path-bytes.ts";
import type { GitCommand } from "../git/run-git.ts";
import { parseDifferences, records } from "../git/tree-entry.ts";
import type { Reading } from "../sync/port.ts";
import { copyIndex, stampIndex } from "./private-index.ts";
import type { WorktreeTools } from "./tools.ts";

/**
 * What git holds of a file: whether committing it would change anything, or whether it is left out
 * of the work tree on purpose (sparse checkout). `unknown`: it is not in the index.
 */
export type Opinion = "clean" | "dirty" | "skipped" | "unknown";

/**
 * Asks git about files whose bytes are not those of the commit. Line endings, filters and touched
 * files make bytes or times differ where nothing was edited; only git can tell.
 *
 * Works on a copy of the index, so that nobody waits for us. A file that was marked "assume
 * unchanged" counts as edited: that mark promises git something that its bytes contradict.
 *
 * @param file where the copy may be made
 */
export async function askOpinion(
  tools: WorktreeTools,
  file: AbsolutePath,
): Promise<Reading<(path: PathBytes) => Opinion>> {
  const copy = await copyIndex(tools.place, file);
  const indexFile = copy.file;
  const refreshed = await list(tools, { verb: "update-index", flags: REFRESH, indexFile });
  if (refreshed.kind === "failed") return refreshed;
  await stampIndex(copy);
  const [dirty, tagged] = await Promise.all([
    list(tools, { verb: "diff-files", flags: DIRTY, indexFile }),
    list(tools, { verb: "ls-files", flags: ["-v", "-z"], indexFile }),
  ]);
  await rm(indexFile, { force: true });
  if (dirty.kind === "failed") return dirty;
  if (tagged.kind === "failed") return tagged;
  const edited = new Set(parseDifferences(dirty.value).map(({ path }) => path));
  const tags = new Map(
    records(tagged.value).map((line) => [fromGit(line.slice(2)), line.charAt(0)]),
  );
  return read((path) => opinion(tags.get(path), edited.has(path)));
}

const REFRESH = ["-q", "--refresh"] as const;
const DIRTY = ["--raw", "-z", "--ignore-submodules=all"] as const;

/** git-ls-files(1): `S` is skipped, `M` unmerged, a small letter "assume unchanged". */
function opinion(tag: string | undefined, edited: boolean): Opinion {
  if (tag === undefined) return "unknown";
  if (tag.toUpperCase() === "S") return "skipped";
  return edited || tag !== "H" ? "dirty" : "clean";
}

/** `update-index --refresh` ends with 1 where something is dirty. */
async function list({ git, limits }: WorktreeTools, command: GitCommand): Promise<Reading<string>> {
  const chunks: Buffer[] = [];
  const { deadlineMs } = limits;
  const exit = await git({ ...command, deadlineMs, onStdout: (chunk) => void chunks.push(chunk) });
  if (exit.kind === "exited" && exit.exitCode <= 1) {
    return read(Buffer.concat(chunks).toString("latin1"));
  }
  return { kind: "failed", failure: classify(exit) };
}
