import type { RefName } from "../../../src/decide/brands.ts";
import { RESCUE_PREFIX } from "../../../src/decide/rescue.ts";
import { addAll, keepOnly, members } from "./commit-set.ts";
import { EMPTY, put } from "./tree.ts";
import { ancestor } from "./working-copy.ts";
import { headOf, type Machine, pointRef, reachable, trackingOf, type World } from "./world.ts";

/*
 * What people do to the remote, from a machine with git or from somewhere else. Each returns false
 * where nothing comes of it.
 */

/** `git push`, of a fast-forward or with `--force`. */
export function push(world: World, machine: Machine, force: boolean): boolean {
  const { head, refs, online } = machine;
  if (typeof head === "number" || !online) return false;
  const commit = refs.get(head);
  const branch = machine.follows.get(head) ?? head;
  if (commit === undefined) return false;
  const tip = world.remote.refs.get(branch);
  if (tip === commit) return false;
  const rewrites = tip !== undefined && !world.history.includes(commit, tip);
  if (rewrites && (!force || world.remote.refusesRewriting)) return false;
  machine.follows.set(head, branch);
  pointRef(world, world.remote, branch, commit);
  pointRef(world, machine, trackingOf(branch), commit);
  return true;
}

/** `git fetch`, with `--prune` or without. */
export function fetch(world: World, machine: Machine, prune: boolean): boolean {
  if (!machine.online) return false;
  let moved = false;
  for (const [branch, tip] of branches(world)) {
    if (machine.refs.get(trackingOf(branch)) === tip) continue;
    pointRef(world, machine, trackingOf(branch), tip);
    moved = true;
  }
  for (const ref of prune ? machine.refs.keys() : []) {
    const gone = ref.startsWith("refs/remotes/") && !isThere(world, ref);
    if (gone) moved = machine.refs.delete(ref);
  }
  return moved;
}

function branches({ remote }: World): [RefName, number][] {
  return [...remote.refs].filter(([ref]) => !ref.startsWith(RESCUE_PREFIX));
}

function isThere(world: World, tracking: RefName): boolean {
  return branches(world).some(([branch]) => trackingOf(branch) === tracking);
}

/** Somebody elsewhere commits on top of a branch. */
export function commitThere(world: World, branch: RefName, path: number): boolean {
  const tip = world.remote.refs.get(branch);
  if (tip === undefined) return false;
  const tree = put(world.history.get(tip).tree, path, world.nextContent++);
  pointRef(world, world.remote, branch, world.history.commit(tree, [tip]));
  return true;
}

/** Somebody elsewhere takes the newest commits of a branch back. */
export function rewindThere(world: World, branch: RefName, commits: number): boolean {
  const tip = world.remote.refs.get(branch);
  const base = tip === undefined ? null : ancestor(world, tip, commits);
  if (base === null) return false;
  pointRef(world, world.remote, branch, base);
  return true;
}

/** Somebody elsewhere puts another commit in the place of the newest one. */
export function amendThere(world: World, branch: RefName, path: number): boolean {
  const tip = world.remote.refs.get(branch);
  if (tip === undefined) return false;
  const { tree, parents } = world.history.get(tip);
  const amended = world.history.commit(put(tree, path, world.nextContent++), parents);
  pointRef(world, world.remote, branch, amended);
  return true;
}

/** Somebody elsewhere puts a history of its own in the place of a branch. */
export function replaceThere(world: World, branch: RefName, path: number): boolean {
  if (!world.remote.refs.has(branch)) return false;
  const root = world.history.commit(put(EMPTY, path, world.nextContent++), []);
  pointRef(world, world.remote, branch, root);
  return true;
}

/** Somebody elsewhere deletes a branch. */
export function deleteThere(world: World, branch: RefName): boolean {
  return world.remote.refs.delete(branch);
}

/** Somebody elsewhere makes a branch, from any commit that the remote still has. */
export function createThere(world: World, branch: RefName, choice: number): boolean {
  if (world.remote.refs.has(branch)) return false;
  const there = members(world.remote.present);
  const commit = there[choice % there.length];
  if (commit === undefined) return false;
  pointRef(world, world.remote, branch, commit);
  return true;
}

/** `git gc --prune=now` on the remote. */
export function pruneThere(world: World): boolean {
  keepOnly(world.remote.present, reachable(world, world.remote));
  return true;
}

/** `git gc --prune=now` on a machine; with the reflogs emptied first, or not. */
export function collectGarbage(world: World, machine: Machine, expire: boolean): boolean {
  if (machine.journal !== null) return false;
  const kept = reachable(world, machine, true);
  const head = headOf(machine);
  const { unfinished } = machine;
  const roots = [head, unfinished?.commit, unfinished?.other];
  for (const commit of roots) if (commit != null) addAll(kept, world.history.get(commit).history);
  if (expire) {
    machine.reflog.fill(0);
    machine.expiries += 1;
  }
  for (const commit of members(machine.reflog)) addAll(kept, world.history.get(commit).history);
  keepOnly(machine.present, kept);
  return true;
}
