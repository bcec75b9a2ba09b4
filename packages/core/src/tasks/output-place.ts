import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
} from "node:fs";
import { dirname } from "node:path";
import type { OutputTrouble } from "../decide/task-ending.ts";
import { errorCode } from "../error-code.ts";
import { fileFailure } from "../file-failure.ts";
import { askGitBytes, type LimitedGit } from "../git/ask-git.ts";
import type { ObjectFormat } from "../git/blob-id.ts";
import type { RepositoryPlace } from "../git/locate.ts";
import { fileBelow, isInside, type PathBytes, toText } from "../git/path-bytes.ts";
import { parseTree } from "../git/tree-entry.ts";
import { Folders } from "../worktree/folders.ts";
import {
  isStill,
  lstatNow,
  lstatOrNothing,
  type Present,
  readPresent,
} from "../worktree/present.ts";
import type { FinishedDraft } from "./output-draft.ts";
import type { TaskOutputs } from "./task-outputs.ts";

/** What it takes to write into a work tree. */
export interface OutputTools extends LimitedGit {
  readonly place: RepositoryPlace;
  readonly format: ObjectFormat;
  readonly outputs: TaskOutputs;
}

/** Where an output goes, and what it must not replace. */
export interface OutputTarget {
  readonly path: PathBytes;
  /** The file that the task is run for. */
  readonly source: PathBytes;
}

/** A place that may be written to. */
interface OpenPlace {
  readonly kind: "open";
  readonly folders: Folders;
  readonly present: Present;
}

/**
 * Looks whether an output may be written, without writing anything.
 *
 * Only inside the work tree: no way through a link, a `.git` or another repository. And only over what
 * is safe: nothing at all, what HEAD holds, or what a task wrote. Everything else is somebody's work.
 */
export async function lookAtOutput(
  tools: OutputTools,
  { path, source }: OutputTarget,
): Promise<OpenPlace | OutputTrouble> {
  const { root } = tools.place;
  const name = toText(path);
  if (!isInside(path)) return refused(`${name} is not a path inside the work tree`);
  const folders = new Folders(root);
  const above = await folders.above(path);
  if (above.kind === "blocked") return refused(`${toText(above.at)} is not a folder`);
  const inner = await folders.repositoryAbove(path);
  if (inner !== null) return refused(`${name} lies in another repository, ${toText(inner)}`);
  const [target, own] = await Promise.all([
    lstatOrNothing(fileBelow(root, path)),
    lstatOrNothing(fileBelow(root, source)),
  ]);
  // By identity too: some file systems have one file under several spellings.
  const isOwn = target !== null && own !== null && target.dev === own.dev && target.ino === own.ino;
  if (path === source || isOwn) return refused(`${name} is the very file that the task is run for`);
  const present = await readPresent(fileBelow(root, path), tools.format);
  if (present.kind === "absent") return { kind: "open", folders, present };
  if (present.kind !== "file") return refused(`${name} is a ${NAMES[present.kind]}, not a file`);
  if (tools.outputs.wrote({ repository: root, path, blob: present.id })) {
    return { kind: "open", folders, present };
  }
  const committed = await blobInHead(tools, path);
  if (committed === present.id) return { kind: "open", folders, present };
  return taken(
    committed === null
      ? `${name} is there already and no task wrote it: nothing was overwritten. Move it away, or commit it`
      : `${name} has changes that are not committed: nothing was overwritten. Commit them or move them away`,
  );
}

const NAMES = { link: "symbolic link", folder: "folder", other: "device or unreadable" } as const;

/** Puts a finished output in its place, whole or not at all. */
export async function placeOutput(
  tools: OutputTools,
  target: OutputTarget,
  draft: FinishedDraft,
): Promise<{ readonly kind: "placed" } | OutputTrouble> {
  const { root } = tools.place;
  const { path } = target;
  const file = fileBelow(root, path);
  const written = { repository: root, path, blob: draft.id };
  try {
    const seen = await lookAtOutput(tools, target);
    if (seen.kind !== "open") return seen;
    const before = "id" in seen.present ? seen.present : null;
    if (before?.id !== draft.id) {
      tools.outputs.intend(written);
      seen.folders.make(path);
      if (before?.executable === true) makeExecutable(draft.file);
      const isSame =
        before === null
          ? lstatNow(file) === null
          : await isStill(file, before.stamp, before.id, tools.format);
      if (!seen.folders.unchanged(path) || !isSame) return changedMeanwhile(path);
      put(draft.file, file, before === null);
      syncFolder(fileBelow(root, path));
    }
    tools.outputs.intend(written);
    tools.outputs.settle(written);
    return { kind: "placed" };
  } catch (error) {
    if (errorCode(error) === "EEXIST") return changedMeanwhile(path);
    return { kind: "disk", detail: `${toText(path)}: ${fileFailure(error).detail}` };
  }
}

/** Whoever may read it may run it, as git does it. */
function makeExecutable(file: string): void {
  const { mode } = lstatSync(file);
  chmodSync(file, mode | ((mode & 0o444) >> 2));
}

/** On a file system without hard links, a new file is renamed, too. */
const NO_LINKS = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

/** A link fails where something has appeared meanwhile; a rename would replace it. */
function put(draft: string, file: string | Buffer, isNew: boolean): void {
  if (!isNew) return renameSync(draft, file);
  try {
    linkSync(draft, file);
    rmSync(draft);
  } catch (error) {
    if (!NO_LINKS.has(errorCode(error) ?? "")) throw error;
    renameSync(draft, file);
  }
}

/** Makes the new name durable. Windows opens no folders, and needs it not (not run). */
function syncFolder(file: string | Buffer): void {
  if (process.platform === "win32") return;
  const descriptor = openSync(dirname(file.toString()), "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** `null` where HEAD has no such file, or there is no commit yet. */
async function blobInHead(tools: OutputTools, path: PathBytes): Promise<string | null> {
  const listed = await askGitBytes(tools, {
    verb: "ls-tree",
    flags: ["-z", "--full-tree"],
    operands: ["HEAD", toText(path)],
  });
  if (listed.kind === "failed") return null;
  return parseTree(listed.value).find((entry) => entry.path === path)?.id ?? null;
}

function changedMeanwhile(path: PathBytes): OutputTrouble {
  return taken(`${toText(path)} changed while the task was writing it: nothing was overwritten`);
}

function refused(detail: string): OutputTrouble {
  return { kind: "output-refused", detail };
}

function taken(detail: string): OutputTrouble {
  return { kind: "output-taken", detail };
}
