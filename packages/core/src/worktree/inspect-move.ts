import { rm } from "node:fs/promises";
import { join } from "node:path";
import { absolutePath, type CommitId } from "../decide/brands.ts";
import type { FileInTheWay, InTheWay } from "../decide/observation.ts";
import { fileFailure } from "../file-failure.ts";
import { read } from "../git/ask-git.ts";
import { classify } from "../git/classify.ts";
import { toText } from "../git/path-bytes.ts";
import { records } from "../git/tree-entry.ts";
import { makePrivateFolder } from "../private-folder.ts";
import type { Reading } from "../sync/port.ts";
import { Folders } from "./folders.ts";
import { askOpinion } from "./git-opinion.ts";
import { formatOf } from "./journal.ts";
import { type Change, isGitlink, listChanges } from "./list-changes.ts";
import { stagedPaths } from "./prepare-index.ts";
import { type Obstacle, survey, type Written } from "./survey.ts";
import type { WorktreeTools } from "./tools.ts";

/**
 * Says what moving the work tree between two commits would replace, and whether somebody prepares a
 * commit. Changes nothing.
 *
 * An untracked file that holds just what would be written is not in the way, unless git would write
 * it converted.
 */
export async function inspectMove(
  tools: WorktreeTools,
  from: CommitId,
  to: CommitId,
): Promise<Reading<InTheWay>> {
  try {
    const [staged, listed] = await Promise.all([
      stagedPaths(tools, from),
      listChanges(tools, from, to),
    ]);
    if (staged.kind === "failed") return staged;
    if (listed.kind === "failed") return listed;
    const { root } = tools.place;
    const surveyed = await survey({
      root,
      format: formatOf({ to }),
      folders: new Folders(root),
      changes: listed.value,
      written,
      askOpinion: () => opinionHere(tools),
    });
    if (surveyed.kind === "failed") return surveyed;
    const files = await nameIgnored(tools, surveyed.value.obstacles);
    if (files.kind === "failed") return files;
    return read({ staged: staged.value.length > 0, files: files.value });
  } catch (error) {
    return { kind: "failed", failure: fileFailure(error) };
  }
}

function written({ new: side }: Change): Written | null {
  if (side === null || isGitlink(side)) return null;
  return {
    kind: side.mode === "120000" ? "link" : "file",
    id: side.id,
    executable: side.mode === "100755",
  };
}

async function opinionHere(tools: WorktreeTools) {
  const folder = join(tools.place.gitDir, "hookline", "inspect");
  await makePrivateFolder(folder);
  try {
    return await askOpinion(tools, absolutePath(join(folder, "index")));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Tells ignored files from other untracked ones. */
async function nameIgnored(
  { git, limits }: WorktreeTools,
  obstacles: readonly Obstacle[],
): Promise<Reading<readonly FileInTheWay[]>> {
  const untracked = obstacles.filter(({ kind }) => kind === "untracked");
  const ignored = new Set<string>();
  if (untracked.length > 0) {
    const exit = await git({
      verb: "check-ignore",
      flags: ["-z", "--stdin"],
      stdin: untracked.map(({ path }) => `${toText(path)}\0`).join(""),
      deadlineMs: limits.deadlineMs,
    });
    // 1: none of them is.
    if (exit.kind !== "exited" || exit.exitCode > 1) {
      return { kind: "failed", failure: classify(exit) };
    }
    for (const path of records(exit.stdout)) ignored.add(path);
  }
  return read(
    obstacles.map(({ path, kind }) => {
      const text = toText(path);
      return { path: text, kind: ignored.has(text) ? "ignored" : kind };
    }),
  );
}
