import { mkdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { RefName } from "../../../src/decide/brands.ts";
import { RESCUE_PREFIX } from "../../../src/decide/rescue.ts";
import { at, changedPaths, EMPTY, PATHS, type Tree } from "../model/tree.ts";
import type { Machine, Remote, Unfinished } from "../model/world.ts";
import type { Objects } from "./objects.ts";
import type { Repositories } from "./repositories.ts";

/** What somebody's repository looked like when it was painted last. */
export interface Painted {
  refs: ReadonlyMap<RefName, number>;
  work: Tree;
  index: Tree;
}

/** A repository in which nothing is painted yet. */
export function unpainted(): Painted {
  return { refs: new Map(), work: EMPTY, index: EMPTY };
}

/** What painting takes. */
export interface Brushes {
  readonly repositories: Repositories;
  readonly objects: Objects;
}

/**
 * Brings a real repository to what the model says that people have made of it. Rescues are not
 * theirs: only a look makes one.
 */
export async function paintMachine(
  { repositories, objects }: Brushes,
  machine: Machine,
  painted: Painted,
): Promise<Painted> {
  const root = repositories.clone(machine.name);
  const gitDir = join(root, ".git");
  paintRefs(objects, gitDir, machine.refs, painted.refs);
  paintHead(objects, gitDir, machine);
  writeFileSync(join(gitDir, "config"), configOf(machine, repositories.remote));
  paintUnfinished(objects, gitDir, machine.unfinished);
  paintWork(objects, root, machine.work, painted.work);
  await paintIndex({ repositories, objects }, root, machine.index, painted.index);
  return { refs: new Map(machine.refs), work: machine.work, index: machine.index };
}

/** Brings the real remote to what the model says that people have made of it. */
export function paintRemote(
  { repositories, objects }: Brushes,
  remote: Remote,
  painted: Painted,
): Painted {
  paintRefs(objects, repositories.remote, remote.refs, painted.refs);
  const refuses = `[core]\n\tbare = true\n[receive]\n\tdenyNonFastForwards = ${remote.refusesRewriting}\n`;
  writeFileSync(join(repositories.remote, "config"), refuses);
  return { ...painted, refs: new Map(remote.refs) };
}

function paintRefs(
  objects: Objects,
  gitDir: string,
  refs: ReadonlyMap<RefName, number>,
  painted: ReadonlyMap<RefName, number>,
): void {
  for (const ref of painted.keys()) {
    if (!refs.has(ref)) rmSync(join(gitDir, ref), { force: true });
  }
  for (const [ref, commit] of refs) {
    if (painted.get(ref) === commit || ref.startsWith(RESCUE_PREFIX)) continue;
    objects.store(gitDir, commit);
    put(join(gitDir, ref), `${objects.idOf(commit)}\n`);
  }
}

function paintHead(objects: Objects, gitDir: string, { head }: Machine): void {
  if (typeof head === "number") objects.store(gitDir, head);
  const text = typeof head === "number" ? objects.idOf(head) : `ref: ${head}`;
  writeFileSync(join(gitDir, "HEAD"), `${text}\n`);
}

function configOf({ settings, follows }: Machine, remote: string): string {
  const branches = [...follows].map(
    ([branch, there]) =>
      `[branch "${branch.slice("refs/heads/".length)}"]\n\tremote = origin\n\tmerge = ${there}\n`,
  );
  return [
    "[core]\n\trepositoryformatversion = 0\n\tbare = false\n",
    `[remote "origin"]\n\turl = ${remote}\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n`,
    ...branches,
    `[hookline]\n\talpha = ${settings.alpha}\n\tpaused = ${settings.paused}\n`,
    `\tstartup = ${settings.startup}\n\tonDirty = ${settings.onDirty}\n`,
  ].join("");
}

/** What git leaves while an operation is unfinished (gitrepository-layout(5), wt-status.c). */
const MARKS = {
  merge: "MERGE_HEAD",
  "cherry-pick": "CHERRY_PICK_HEAD",
  revert: "REVERT_HEAD",
  bisect: "BISECT_LOG",
  rebase: "rebase-merge/head-name",
  am: "rebase-apply/applying",
} as const;

function paintUnfinished(objects: Objects, gitDir: string, unfinished: Unfinished | null): void {
  for (const mark of Object.values(MARKS)) {
    const top = mark.split("/", 1).join("");
    rmSync(join(gitDir, top), { recursive: true, force: true });
  }
  if (unfinished === null) return;
  const { kind, other, commit } = unfinished;
  objects.store(gitDir, other ?? commit);
  put(join(gitDir, MARKS[kind]), `${objects.idOf(other ?? commit)}\n`);
}

function paintWork(objects: Objects, root: string, work: Tree, painted: Tree): void {
  const changed = changedPaths(work, painted);
  for (const path of changed) {
    if (at(work, path) !== 0) continue;
    rmSync(join(root, PATHS[path] ?? ""), { force: true });
    if (PATHS[path] === "d/x") rmdirSync(join(root, "d"));
  }
  for (const path of changed) {
    const content = at(work, path);
    if (content !== 0) put(join(root, PATHS[path] ?? ""), objects.bytesOf(content));
  }
}

async function paintIndex(
  { repositories, objects }: Brushes,
  root: string,
  index: Tree,
  painted: Tree,
): Promise<void> {
  const changed = changedPaths(index, painted);
  if (changed.length === 0) return;
  const blobs = objects.storeBlobs(join(root, ".git"), index);
  const line = (path: number): string => {
    const blob = blobs.get(path);
    const what = blob === undefined ? `0 ${"0".repeat(40)}` : `100644 ${blob}`;
    return `${what}\t${PATHS[path]}\0`;
  };
  const gone = changed.filter((path) => !blobs.has(path));
  const there = changed.filter((path) => blobs.has(path));
  const lines = [...gone, ...there].map(line).join("");
  await repositories.git(root, ["update-index", "-z", "--index-info"], lines);
}

function put(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
