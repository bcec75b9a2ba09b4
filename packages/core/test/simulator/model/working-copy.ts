import type { RefName } from "../../../src/decide/brands.ts";
import { at, EMPTY, IGNORED, PATHS, put, sameTree, type Tree } from "./tree.ts";
import {
  headOf,
  headTree,
  MAIN,
  type Machine,
  pointRef,
  storeCommit,
  TOPIC,
  trackingOf,
  type World,
} from "./world.ts";

/*
 * What people do in a work tree, as git does it. Each returns false where git would refuse, or
 * where there is nothing to do.
 */

/** Whether git's own commands work just now: not while a move of ours holds the index. */
function free(machine: Machine): boolean {
  return machine.journal === null;
}

/** Writes a file: mostly new bytes, now and then what somebody else or HEAD has there. */
export function edit(world: World, machine: Machine, path: number, how: number): boolean {
  const sources = [headTree(world, machine), ...world.machines.map(({ work }) => work)];
  const copied = how % 5 === 0 ? at(sources[how % sources.length] ?? EMPTY, path) : 0;
  const content = copied === 0 ? world.nextContent++ : copied;
  if (at(machine.work, path) === content) return false;
  machine.work = put(machine.work, path, content);
  return true;
}

/** Deletes a file. */
export function remove(machine: Machine, path: number): boolean {
  if (at(machine.work, path) === 0) return false;
  machine.work = put(machine.work, path, 0);
  return true;
}

/** `git add` of one path, with `--force` where it is ignored; or of everything. */
export function stage(machine: Machine, path: number | null): boolean {
  if (!free(machine)) return false;
  const staged =
    path === null ? everything(machine) : put(machine.index, path, at(machine.work, path));
  if (sameTree(staged, machine.index)) return false;
  machine.index = staged;
  return true;
}

/** What `git add --all` stages. */
function everything({ work, index }: Machine): Tree {
  return at(index, IGNORED) === 0 ? put(work, IGNORED, 0) : work;
}

/** `git reset`: nothing is staged any more. */
export function unstage(world: World, machine: Machine): boolean {
  const tree = headTree(world, machine);
  if (!free(machine) || sameTree(machine.index, tree) || machine.unfinished !== null) return false;
  machine.index = tree;
  return true;
}

/** Points HEAD, or the branch that it is on, at a commit. */
function moveHead(world: World, machine: Machine, commit: number): void {
  if (typeof machine.head === "number") {
    machine.head = commit;
    storeCommit(world, machine, commit);
  } else {
    pointRef(world, machine, machine.head, commit);
  }
}

/** `git commit`, with `--all` or of what is staged; it finishes a merge, a cherry-pick or a revert. */
export function commitFiles(world: World, machine: Machine, all: boolean): boolean {
  const head = headOf(machine);
  if (!free(machine) || head === null) return false;
  if (all) machine.index = everything(machine);
  const { unfinished } = machine;
  const other = unfinished?.kind === "merge" ? unfinished.other : null;
  if (other === null && sameTree(machine.index, headTree(world, machine))) return false;
  const made = world.history.commit(machine.index, other === null ? [head] : [head, other]);
  moveHead(world, machine, made);
  if (endsWithCommit(unfinished?.kind)) machine.unfinished = null;
  return true;
}

function endsWithCommit(kind: string | undefined): boolean {
  return kind === "merge" || kind === "cherry-pick" || kind === "revert";
}

/** `git commit --amend`. */
export function amend(world: World, machine: Machine, all: boolean): boolean {
  const head = headOf(machine);
  if (!free(machine) || head === null || endsWithCommit(machine.unfinished?.kind)) return false;
  if (all) machine.index = everything(machine);
  moveHead(world, machine, world.history.commit(machine.index, world.history.get(head).parents));
  return true;
}

/** `git reset --soft HEAD~<commits> && git commit`, as a squash or a rebase leaves it. */
export function squash(world: World, machine: Machine, commits: number): boolean {
  const head = headOf(machine);
  if (!free(machine) || head === null || machine.unfinished !== null) return false;
  const base = ancestor(world, head, commits);
  if (base === null) return false;
  moveHead(world, machine, world.history.commit(world.history.get(head).tree, [base]));
  return true;
}

/** The commit so many first parents before; `null` where history is shorter. */
export function ancestor(world: World, commit: number, steps: number): number | null {
  let found: number | null = commit;
  for (let step = 0; step < steps && found !== null; step += 1) {
    found = world.history.get(found).parents[0] ?? null;
  }
  return found;
}

/** `git reset --hard <commit>`: it takes edits, staged changes and untracked files in its way. */
export function resetHard(world: World, machine: Machine, commit: number): boolean {
  const old = headTree(world, machine);
  if (!free(machine) || (headOf(machine) === commit && dirt(world, machine) === 0)) return false;
  const next = world.history.get(commit).tree;
  for (const path of PATHS.keys()) {
    const tracked = at(machine.index, path) !== 0 || at(old, path) !== 0 || at(next, path) !== 0;
    if (tracked) machine.work = put(machine.work, path, at(next, path));
  }
  machine.index = next;
  moveHead(world, machine, commit);
  if (endsWithCommit(machine.unfinished?.kind)) machine.unfinished = null;
  return true;
}

/** How many tracked files or index entries differ from HEAD. */
function dirt(world: World, { index, work, ...machine }: Machine): number {
  const tree = headTree(world, { index, work, ...machine });
  let count = 0;
  for (const path of PATHS.keys()) {
    const tracked = at(index, path) !== 0 || at(tree, path) !== 0;
    if (at(index, path) !== at(tree, path)) count += 1;
    else if (tracked && at(work, path) !== at(tree, path)) count += 1;
  }
  return count;
}

/**
 * `git switch`; refused where edits are in the way. A branch that is not there is made, from the
 * remote's of that name if it has one.
 */
export function switchTo(world: World, machine: Machine, branch: RefName): boolean {
  const head = headOf(machine);
  if (!free(machine) || machine.unfinished !== null || head === null) return false;
  if (machine.head === branch) return false;
  const remembered = machine.refs.get(trackingOf(branch));
  const to = machine.refs.get(branch) ?? remembered ?? head;
  if (!checkOut(world, machine, to)) return false;
  if (!machine.refs.has(branch) && remembered !== undefined) machine.follows.set(branch, branch);
  pointRef(world, machine, branch, to);
  machine.head = branch;
  return true;
}

/** `git switch --detach <commit>`. */
export function detach(world: World, machine: Machine, commit: number): boolean {
  if (!free(machine) || machine.unfinished !== null || machine.head === commit) return false;
  if (!checkOut(world, machine, commit)) return false;
  machine.head = commit;
  storeCommit(world, machine, commit);
  return true;
}

/** Brings index and work tree from HEAD to another commit, or refuses. */
function checkOut(world: World, machine: Machine, commit: number): boolean {
  const old = headTree(world, machine);
  const next = world.history.get(commit).tree;
  const changed = [...PATHS.keys()].filter((path) => at(old, path) !== at(next, path));
  const clean = changed.every(
    (path) =>
      at(machine.index, path) === at(old, path) &&
      // An ignored file that is not tracked gives way, as it does in git.
      (at(machine.work, path) === at(old, path) || (path === IGNORED && at(old, path) === 0)),
  );
  const before = machine.work;
  let { work, index } = machine;
  for (const path of changed) {
    work = put(work, path, at(next, path));
    index = put(index, path, at(next, path));
  }
  const buried = [...PATHS.keys()].some(
    (path) => !changed.includes(path) && at(before, path) !== at(work, path),
  );
  if (!clean || buried) return false;
  machine.work = work;
  machine.index = index;
  return true;
}

/** `git branch --set-upstream-to`, or `--unset-upstream`. */
export function follow(machine: Machine, remoteRef: RefName | null): boolean {
  const { head } = machine;
  if (typeof head === "number" || machine.follows.get(head) === (remoteRef ?? undefined))
    return false;
  if (remoteRef === null) machine.follows.delete(head);
  else machine.follows.set(head, remoteRef);
  return true;
}

/** Begins an operation that somebody has to finish. */
export function begin(world: World, machine: Machine, choice: number): boolean {
  const { head } = machine;
  const commit = headOf(machine);
  if (
    !free(machine) ||
    machine.unfinished !== null ||
    typeof head === "number" ||
    commit === null
  ) {
    return false;
  }
  const kind = KINDS[choice % KINDS.length] ?? "merge";
  if (kind !== "bisect" && dirt(world, machine) > 0) return false;
  let other: number | null = null;
  if (kind === "merge") {
    // `git merge --no-commit --strategy=ours`: the other history, and none of its files.
    const tips = [
      machine.refs.get(trackingOf(MAIN)),
      machine.refs.get(TOPIC),
      machine.refs.get(MAIN),
    ];
    other = tips.find((tip) => tip !== undefined && !world.history.includes(commit, tip)) ?? null;
    if (other === null) return false;
  }
  machine.unfinished = { kind, branch: head, commit, other };
  if (kind === "rebase") machine.head = commit;
  return true;
}

const KINDS = ["merge", "rebase", "cherry-pick", "bisect", "revert", "am"] as const;

/** Finishes it, or gives it up. */
export function finish(world: World, machine: Machine, abort: boolean): boolean {
  const { unfinished } = machine;
  if (!free(machine) || unfinished === null) return false;
  const { kind, branch, commit: began } = unfinished;
  if (kind === "merge" && !abort) return commitFiles(world, machine, false);
  const now = headOf(machine);
  if (kind === "rebase") {
    if (dirt(world, machine) > 0 && !abort) return false;
    machine.head = now ?? began;
    if (abort) resetHard(world, machine, began);
    machine.head = branch;
    pointRef(world, machine, branch, abort ? began : (now ?? began));
  }
  machine.unfinished = null;
  if (endsWithCommit(kind) && abort) resetHard(world, machine, now ?? began);
  return true;
}
