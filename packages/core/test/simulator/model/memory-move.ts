import type { RefName } from "../../../src/decide/brands.ts";
import type { FileInTheWay, InTheWay } from "../../../src/decide/observation.ts";
import type { MoveOutcome, MoveRequest } from "../../../src/sync/port.ts";
import { checkedEffect } from "../checks/check-effect.ts";
import type { LookRun } from "../play/look-run.ts";
import { commitOf } from "./history.ts";
import {
  at,
  changedPaths,
  contentId,
  IGNORED,
  PATHS,
  put,
  rivalOf,
  sameTree,
  type Tree,
} from "./tree.ts";
import { type Machine, pointRef, type World } from "./world.ts";

/** What a move is about to write, kept where a crash cannot take it. */
export interface Journal {
  readonly branch: RefName;
  readonly from: number;
  readonly to: number;
  /** What each file held when it was allowed to be replaced. */
  readonly before: Tree;
  /** What was set aside so far, to be put back if the move is taken back. */
  readonly done: Set<number>;
}

/** Says what moving a work tree between two commits would replace. */
export function inTheWay(world: World, machine: Machine, from: number, to: number): InTheWay {
  const old = world.history.get(from).tree;
  const next = world.history.get(to).tree;
  const files: FileInTheWay[] = obstacles(machine.work, old, next).map((path) => ({
    path: PATHS[path] ?? "",
    kind:
      at(machine.work, path) === 0
        ? "deleted"
        : at(old, path) !== 0
          ? "edited"
          : path === IGNORED
            ? "ignored"
            : "untracked",
  }));
  return { staged: !sameTree(machine.index, old), files };
}

/** The files whose bytes a move would replace although no commit of ours has them. */
function obstacles(work: Tree, from: Tree, to: Tree): number[] {
  const found = new Set<number>();
  for (const path of changedPaths(from, to)) {
    const here = at(work, path);
    if (here !== at(from, path) && here !== at(to, path)) found.add(path);
    const rival = at(to, path) === 0 ? undefined : rivalOf(path);
    if (rival === undefined) continue;
    const there = at(work, rival);
    if (there !== 0 && there !== at(from, rival)) found.add(rival);
  }
  return [...found].toSorted((one, other) => one - other);
}

/**
 * Moves a branch with index and work tree, as the port promises: a compare-and-swap that stops at
 * whatever stands in the way and was not named, and that a crash in the middle leaves with a
 * journal for {@link mendMove}.
 *
 * @param staged the index as the rescue has it, where there is one
 */
export async function moveBranch(
  world: World,
  run: LookRun,
  { branch, from: fromId, to: toId, replaceable }: MoveRequest,
  staged: Tree | null,
): Promise<MoveOutcome> {
  const { machine } = run;
  const [from, to] = [commitOf(fromId), commitOf(toId)];
  const [old, next] = [world.history.get(from).tree, world.history.get(to).tree];
  const stands = (): string | null => {
    if (machine.head !== branch || machine.unfinished !== null) return "HEAD";
    if (machine.refs.get(branch) !== from) return branch;
    if (!sameTree(machine.index, old) && !(staged && sameTree(machine.index, staged)))
      return "index";
    const blocked = obstacles(machine.work, old, next).find((path) => {
      const allowed = replaceable.get(PATHS[path] ?? "");
      return allowed === undefined || allowed !== contentId(at(machine.work, path));
    });
    return blocked === undefined ? null : (PATHS[blocked] ?? null);
  };
  const obstacle = stands();
  if (obstacle !== null) return { kind: "moved", detail: obstacle };

  const before = machine.work;
  const done = new Set<number>();
  machine.journal = { branch, from, to, before, done };
  await run.innerGate();
  let written = before;
  for (const path of changedPaths(old, next)) {
    const rival = at(next, path) === 0 ? undefined : rivalOf(path);
    const touched = [path, rival].find(
      (one) => one !== undefined && at(machine.work, one) !== at(written, one),
    );
    if (touched !== undefined) return takeBack(run, PATHS[touched] ?? "");
    checkedEffect(world, run, "move", () => {
      machine.work = put(machine.work, path, at(next, path));
      done.add(path);
      if (rival !== undefined) done.add(rival);
    });
    written = put(written, path, at(next, path));
    await run.innerGate();
  }
  checkedEffect(world, run, "move", () => {
    for (const path of changedPaths(old, next))
      machine.index = put(machine.index, path, at(next, path));
    pointRef(world, machine, branch, to);
  });
  await run.innerGate();
  machine.journal = null;
  return { kind: "done" };
}

/** Puts back what a move has written so far, except where somebody wrote since. */
function takeBack(run: LookRun, detail: string): MoveOutcome {
  mendMove(run);
  return { kind: "moved", detail };
}

/** Finishes the move that a crash left half-done, or takes it back. */
export function mendMove(run: LookRun): void {
  const { world, machine } = run;
  const { journal } = machine;
  if (journal === null) return;
  if (machine.refs.get(journal.branch) === journal.from) {
    const next = world.history.get(journal.to).tree;
    checkedEffect(world, run, "mend", () => {
      let { work } = machine;
      for (const path of journal.done) {
        const rival = rivalOf(path);
        const isOurs = (one: number): boolean => at(work, one) === at(next, one);
        const free = rival === undefined || at(work, rival) === 0 || isOurs(rival);
        if (isOurs(path) && free) work = put(work, path, at(journal.before, path));
      }
      if (!sameTree(work, machine.work)) machine.work = work;
    });
  }
  machine.journal = null;
}
