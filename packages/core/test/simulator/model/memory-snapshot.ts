import type { RefName } from "../../../src/decide/brands.ts";
import { RESCUE_PREFIX } from "../../../src/decide/rescue.ts";
import type { Snapshot, SnapshotRequest } from "../../../src/sync/port.ts";
import { add } from "./commit-set.ts";
import { commitOf, idOf } from "./history.ts";
import {
  at,
  contentId,
  EMPTY,
  IGNORED,
  PATHS,
  pathNumber,
  put,
  sameTree,
  type Tree,
} from "./tree.ts";
import type { Machine, World } from "./world.ts";

/**
 * Keeps a work tree as a commit: its parents are HEAD, what HEAD is about to become, and, where
 * something is staged that is nowhere else, a commit of the index.
 */
export function takeSnapshot(
  world: World,
  machine: Machine,
  { head: headId, theirs: theirsId, endangered }: SnapshotRequest,
): Snapshot {
  const { history } = world;
  const [head, theirs] = [commitOf(headId), commitOf(theirsId)];
  const base = history.get(head).tree;
  const tree = kept(machine, base, endangered.map(pathNumber));
  const index = sameTree(machine.index, base) ? null : machine.index;
  const files = new Map<string, string | null>();
  for (const [path, name] of PATHS.entries()) {
    if (at(tree, path) !== at(base, path)) files.set(name, contentId(at(tree, path)));
  }
  const keptBy = sameRescue(world, machine, { head, theirs, tree, index });
  if (keptBy !== null) return { commit: idOf(keptBy.commit), keptBy: keptBy.ref, files };
  const parents = [head, theirs];
  if (index !== null) parents.push(written(world, machine, index, [head]));
  return { commit: idOf(written(world, machine, tree, parents)), keptBy: null, files };
}

/** Everything but ignored files that nobody is about to touch. */
function kept({ work, index }: Machine, head: Tree, endangered: readonly number[]): Tree {
  const tracked = at(index, IGNORED) !== 0 || at(head, IGNORED) !== 0;
  return tracked || endangered.includes(IGNORED) ? work : put(work, IGNORED, 0);
}

function written(world: World, machine: Machine, tree: Tree, parents: readonly number[]): number {
  const commit = world.history.commit(tree, parents);
  add(machine.present, commit);
  return commit;
}

/** What a rescue is of. Two rescues of the same need only be one. */
export interface RescueContent {
  readonly head: number | undefined;
  readonly theirs: number | undefined;
  readonly tree: Tree;
  /** `null` where the index holds nothing of its own. */
  readonly index: Tree | null;
}

/** Reads back what a rescue is of. */
export function rescueContent({ history }: World, rescue: number): RescueContent {
  const { tree, parents } = history.get(rescue);
  const [head, theirs, index] = parents;
  return { head, theirs, tree, index: index === undefined ? null : history.get(index).tree };
}

/** Whether two rescues are of the same. */
export function sameContent(one: RescueContent, other: RescueContent): boolean {
  return (
    one.head === other.head &&
    one.theirs === other.theirs &&
    sameTree(one.tree, other.tree) &&
    sameTree(one.index ?? EMPTY, other.index ?? EMPTY)
  );
}

function sameRescue(
  world: World,
  machine: Machine,
  content: RescueContent,
): { ref: RefName; commit: number } | null {
  for (const [ref, commit] of machine.refs) {
    if (!ref.startsWith(RESCUE_PREFIX)) continue;
    if (sameContent(rescueContent(world, commit), content)) return { ref, commit };
  }
  return null;
}
