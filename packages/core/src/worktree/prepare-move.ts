import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { absolutePath } from "../decide/brands.ts";
import { type PathBytes, toText } from "../git/path-bytes.ts";
import { makePrivateFolder } from "../private-folder.ts";
import type { MoveRequest } from "../sync/port.ts";
import { clearFolder } from "./clear-folder.ts";
import { headOf } from "./commit-point.ts";
import { Folders } from "./folders.ts";
import { askOpinion } from "./git-opinion.ts";
import { waitForOthers } from "./hold-off.ts";
import { formatOf, type Journal } from "./journal.ts";
import { listChanges } from "./list-changes.ts";
import type { MoveFolder } from "./move-folder.ts";
import { planMove } from "./plan-move.ts";
import { type IndexRequest, prepareIndex } from "./prepare-index.ts";
import type { IndexMark } from "./private-index.ts";
import { readStagedFiles, type StagedFiles } from "./staged-files.ts";
import { survey } from "./survey.ts";
import type { Swap } from "./swap.ts";
import { moved, type Trouble, type WorktreeTools } from "./tools.ts";

/** All that a move needs, with nothing of the user's touched yet. */
export interface Prepared {
  readonly kind: "prepared";
  readonly indexRequest: IndexRequest;
  readonly staged: StagedFiles;
  /** The index that the new one was made from. */
  readonly mark: IndexMark;
  readonly swap: Swap;
}

/** Stages what a move brings, looks at what stands in its way, and plans. */
export async function prepareMove(
  tools: WorktreeTools,
  folder: MoveFolder,
  request: MoveRequest,
): Promise<Prepared | Trouble> {
  const { place } = tools;
  const others = await waitForOthers(tools);
  if (others !== null) return others;
  if ((await headOf(tools)) !== request.branch) return moved("HEAD is another branch now");
  const listed = await listChanges(tools, request.from, request.to);
  if (listed.kind === "failed") return listed;
  const changes = listed.value;
  await makeEmpty(tools, folder);
  const mayBeStaged = (path: PathBytes): boolean => request.replaceable.has(toText(path));
  const indexRequest = { from: request.from, to: request.to, changes, mayBeStaged };
  const index = await prepareIndex(tools, folder, indexRequest);
  if (index.kind !== "index") return index;
  const format = formatOf(request);
  const staged = await readStagedFiles(folder.staged, format);
  const folders = new Folders(place.root);
  const surveyed = await survey({
    root: place.root,
    format,
    folders,
    changes,
    written: ({ path }) => staged.get(path) ?? null,
    askOpinion: () => askOpinion(tools, absolutePath(join(folder.base, "index.asked"))),
  });
  if (surveyed.kind === "failed") return surveyed;
  const plan = planMove(place.root, changes, surveyed.value, request.replaceable, staged);
  if (plan.kind !== "plan") return plan;
  const { branch, from, to } = request;
  const entries = plan.entries.map(({ path, expected, written, blob }) => ({
    path,
    expected,
    written,
    blob,
  }));
  const journal: Journal = {
    branch,
    from,
    to,
    entries,
    index: index.mark,
    folders: plan.folders,
  };
  const swap = { root: place.root, folder, folders, entries: plan.entries, journal };
  return { kind: "prepared", indexRequest, staged, mark: index.mark, swap };
}

/** Makes the folder of a move, with nothing in it. */
async function makeEmpty(tools: WorktreeTools, folder: MoveFolder): Promise<void> {
  await clearFolder(tools, folder);
  await makePrivateFolder(folder.base);
  await makePrivateFolder(folder.files);
  // Where it lies among the person's files, git is told not to see it, nor this file itself.
  if (folder.files !== folder.base) await writeFile(folder.veil, "*\n");
  await mkdir(folder.staged);
  await mkdir(folder.aside);
}
