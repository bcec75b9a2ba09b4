import { readdir } from "node:fs/promises";
import type { AbsolutePath } from "../decide/brands.ts";
import type { InTheWayKind } from "../decide/observation.ts";
import { read } from "../git/ask-git.ts";
import type { ObjectFormat } from "../git/blob-id.ts";
import { fileBelow, fromGit, fromName, type PathBytes } from "../git/path-bytes.ts";
import { inParallel } from "../in-parallel.ts";
import type { Reading } from "../sync/port.ts";
import type { Above, Folders } from "./folders.ts";
import type { Opinion } from "./git-opinion.ts";
import { type Change, isGitlink } from "./list-changes.ts";
import { type Present, readPresent, type Stamp } from "./present.ts";
import { FILES_AT_ONCE } from "./sync-files.ts";

/** What a path is to hold. */
export interface Written {
  readonly kind: "file" | "link";
  readonly id: string;
  readonly executable: boolean;
}

/** A path that a move changes in the work tree. */
export interface Entry {
  readonly path: PathBytes;
  /** The id of the bytes that stand there; `null` where nothing does. */
  readonly expected: string | null;
  readonly stamp: Stamp | null;
  /** The id of the bytes that will stand there; `null` where nothing will. */
  readonly written: string | null;
  /** What git calls them; `null` where the new commit has no such path. */
  readonly blob: string | null;
}

/** A file of somebody's that a move would replace. */
export interface Obstacle {
  readonly path: PathBytes;
  readonly kind: Exclude<InTheWayKind, "ignored">;
  /** The id of its bytes, `null` if it was deleted; `undefined` where no rescue could hold it. */
  readonly id: string | null | undefined;
  readonly stamp: Stamp | null;
}

/** What moving would do to a work tree, as it is now. */
export interface Survey {
  readonly entries: readonly Entry[];
  readonly obstacles: readonly Obstacle[];
}

/** What a survey needs to know. */
export interface SurveyRequest {
  readonly root: AbsolutePath;
  readonly format: ObjectFormat;
  readonly folders: Folders;
  readonly changes: readonly Change[];
  /** What will be written at a path; `null` for nothing. */
  readonly written: (change: Change) => Written | null;
  /** Asked only where bytes differ from the commit's. */
  readonly askOpinion: () => Promise<Reading<(path: PathBytes) => Opinion>>;
}

interface Seen {
  readonly change: Change;
  readonly written: Written | null;
  readonly above: Above;
  readonly present: Present;
}

/**
 * Compares what stands in a work tree with what two commits say.
 *
 * The bytes are read first, and git is asked what it thinks of them second: a write in between
 * then shows, because the move expects the bytes that were read.
 */
export async function survey(request: SurveyRequest): Promise<Reading<Survey>> {
  const seen = await inParallel(request.changes, FILES_AT_ONCE, (change) => look(request, change));
  let opinion: (path: PathBytes) => Opinion = () => "clean";
  if (seen.some(isDoubtful)) {
    const asked = await request.askOpinion();
    if (asked.kind === "failed") return asked;
    opinion = asked.value;
  }
  const entries: Entry[] = [];
  const obstacles: Obstacle[] = [];
  const removed = new Set(request.changes.flatMap(({ path, old }) => (old ? [path] : [])));
  const leaving = new Map(seen.filter(({ change }) => !change.new).map(nameAndFile));
  for (const one of seen) {
    const [name, file] = nameAndFile(one);
    const isRenamed = one.change.old === null && file !== null && leaving.get(name) === file;
    const there = isRenamed ? { ...one, present: { kind: "absent" } as const } : one;
    const judged = judge(there, opinion(one.change.path));
    if (judged.entry) entries.push(judged.entry);
    obstacles.push(...judged.obstacles);
    obstacles.push(...(await inItsPlace(request, one, removed)));
  }
  return read({ entries, obstacles: [...new Map(obstacles.map((o) => [o.path, o])).values()] });
}

/**
 * A name without its case, and which file it leads to. Where a file system knows no case, a file
 * that changes only that is found under its new name before it is moved there (not run).
 */
function nameAndFile({ change, present }: Seen): [string, bigint | null] {
  const ino = present.kind === "file" || present.kind === "link" ? present.stamp.ino : null;
  return [change.path.toLowerCase(), ino];
}

async function look(request: SurveyRequest, change: Change): Promise<Seen> {
  const { root, format, folders } = request;
  const above = await folders.above(change.path);
  const present: Present =
    above.kind === "open"
      ? await readPresent(fileBelow(root, change.path), format)
      : { kind: "absent" };
  return { change, written: request.written(change), above, present };
}

/** Whether only git can tell if somebody edited or removed this file. */
function isDoubtful({ change: { old }, written, present }: Seen): boolean {
  if (old === null || isGitlink(old)) return false;
  if (present.kind === "file" || present.kind === "link") {
    return !holds(present, old) && !(written !== null && isSame(present, written));
  }
  return written !== null;
}

/** Whether the bytes on the disk are those of the commit, unconverted. */
function holds(present: Written, side: { readonly mode: string; readonly id: string }): boolean {
  return isSame(present, {
    kind: side.mode === "120000" ? "link" : "file",
    id: side.id,
    executable: side.mode === "100755",
  });
}

function isSame(one: Written, other: Written): boolean {
  // Windows has no such bit (not run).
  const sameBit = process.platform === "win32" || one.executable === other.executable;
  return one.kind === other.kind && one.id === other.id && sameBit;
}

interface Judged {
  readonly entry: Entry | null;
  readonly obstacles: readonly Obstacle[];
}

const NOTHING: Judged = { entry: null, obstacles: [] };

function judge(seen: Seen, opinion: Opinion): Judged {
  const { change, written, present } = seen;
  const { path, old } = change;
  const tracked = old !== null && !isGitlink(old);
  const entry = (expected: string | null, stamp: Stamp | null): Entry => ({
    path,
    expected,
    stamp,
    written: written?.id ?? null,
    blob: change.new?.id ?? null,
  });
  if (present.kind === "file" || present.kind === "link") {
    const { id, stamp } = present;
    if (written !== null && isSame(present, written)) return NOTHING;
    if (tracked) {
      const clean = holds(present, old) || opinion === "clean" || id === written?.id;
      if (clean) return { entry: entry(id, stamp), obstacles: [] };
      return { entry: null, obstacles: [{ path, kind: "edited", id, stamp }] };
    }
    // A file where a submodule was, and nothing comes: not ours to touch.
    if (written === null) return NOTHING;
    if (id === written.id) return { entry: entry(id, stamp), obstacles: [] };
    return { entry: null, obstacles: [{ path, kind: "untracked", id, stamp }] };
  }
  if (written === null) return NOTHING;
  if (present.kind === "other") {
    const kind = tracked ? "edited" : "untracked";
    return { entry: null, obstacles: [{ path, kind, id: undefined, stamp: null }] };
  }
  if (tracked && opinion !== "skipped") {
    return { entry: null, obstacles: [{ path, kind: "deleted", id: null, stamp: null }] };
  }
  return { entry: entry(null, null), obstacles: [] };
}

/** What stands in a path's place without being that path: above it, or in a folder of its name. */
async function inItsPlace(
  { root, format, folders }: SurveyRequest,
  { change, written, above, present }: Seen,
  removed: ReadonlySet<PathBytes>,
): Promise<Obstacle[]> {
  if (written === null) return [];
  const { path, old } = change;
  if (above.kind === "blocked" && !removed.has(above.at)) {
    return [await obstacleAt(root, above.at, format)];
  }
  if (present.kind === "folder") return contents({ root, format, folders }, path, removed);
  const nested = old === null ? await folders.repositoryAbove(path) : null;
  return nested === null ? [] : [{ path: nested, kind: "untracked", id: undefined, stamp: null }];
}

/** Lists the files of a folder that the move itself does not remove. */
async function contents(
  { root, format, folders }: Pick<SurveyRequest, "root" | "format" | "folders">,
  top: PathBytes,
  removed: ReadonlySet<PathBytes>,
): Promise<Obstacle[]> {
  const found: Obstacle[] = [];
  const open = [top];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    await folders.above(fromGit(`${at}/`));
    const entries = await readdir(fileBelow(root, at), { withFileTypes: true, encoding: "buffer" });
    if (entries.some(({ name }) => fromName(name) === ".git")) {
      return [{ path: at, kind: "untracked", id: undefined, stamp: null }];
    }
    for (const entry of entries) {
      const path = fromGit(`${at}/${fromName(entry.name)}`);
      if (entry.isDirectory()) open.push(path);
      else if (!removed.has(path)) found.push(await obstacleAt(root, path, format));
    }
  }
  return found;
}

async function obstacleAt(
  root: AbsolutePath,
  path: PathBytes,
  format: ObjectFormat,
): Promise<Obstacle> {
  const present = await readPresent(fileBelow(root, path), format);
  if (present.kind !== "file" && present.kind !== "link") {
    return { path, kind: "untracked", id: undefined, stamp: null };
  }
  return { path, kind: "untracked", id: present.id, stamp: present.stamp };
}
