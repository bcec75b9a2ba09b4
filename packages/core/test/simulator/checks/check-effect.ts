import type { RefName } from "../../../src/decide/brands.ts";
import { RESCUE_PREFIX } from "../../../src/decide/rescue.ts";
import { type CommitSet, members, overlap, within, without } from "../model/commit-set.ts";
import { rescueContent, sameContent } from "../model/memory-snapshot.ts";
import { at, changedPaths, EMPTY, sameTree, type Tree } from "../model/tree.ts";
import { type Machine, reachable, type World } from "../model/world.ts";
import type { LookRun } from "../play/look-run.ts";
import { demand, Violation } from "./violation.ts";

/** What our side did to a store or a work tree, in one step that nothing can come between. */
export type EffectKind = "fetch" | "create-ref" | "move" | "mend" | "rescue-remote" | "push";

/**
 * Lets one effect of ours happen and checks what it did against what stood before: the only
 * moments at which we can lose somebody's work.
 */
export function checkedEffect<Value>(
  world: World,
  run: LookRun,
  kind: EffectKind,
  act: () => Value,
): Value {
  const { machine } = run;
  const { journal } = machine;
  const written = journal === null ? EMPTY : world.history.get(journal.to).tree;
  const before = stateOf(world, machine);
  const value = act();
  const after = stateOf(world, machine);
  const moved = [...movedRefs(before.refs, after.refs), ...movedRefs(before.there, after.there)];
  const tidy = before.work === after.work && before.index === after.index;
  if (moved.length === 0 && tidy) return value;
  run.changed();
  checkKept(world, machine, before, after, kind === "mend" ? written : EMPTY);
  checkOwner(kind, moved, tidy);
  if (kind !== "mend") checkRules(run, kind, moved);
  if (kind === "move" && run.seen?.onDirty === "wait")
    checkWaits(world, run, before.work, after.work);
  if (!tidy) noteOwn(machine, kind, before.work, after.work);
  for (const move of moved) {
    checkMove(world, run, kind, move);
    checkRescue(world, run, kind, move);
  }
  return value;
}

interface State {
  readonly refs: ReadonlyMap<RefName, number>;
  readonly there: ReadonlyMap<RefName, number>;
  readonly kept: CommitSet;
  readonly keptThere: CommitSet;
  readonly work: Tree;
  readonly index: Tree;
}

function stateOf(world: World, machine: Machine): State {
  return {
    refs: new Map(machine.refs),
    there: new Map(world.remote.refs),
    kept: reachable(world, machine),
    keptThere: reachable(world, world.remote),
    work: machine.work,
    index: machine.index,
  };
}

/** A ref that moved. */
interface MovedRef {
  readonly ref: RefName;
  readonly old: number | null;
  readonly new: number | null;
}

function movedRefs(
  before: ReadonlyMap<RefName, number>,
  after: ReadonlyMap<RefName, number>,
): MovedRef[] {
  const moved: MovedRef[] = [];
  for (const [ref, commit] of after) {
    const old = before.get(ref) ?? null;
    if (old !== commit) moved.push({ ref, old, new: commit });
  }
  for (const [ref, old] of before) if (!after.has(ref)) moved.push({ ref, old, new: null });
  return moved;
}

/**
 * I1, I2, I4: what a ref led to, and every byte that lay in the work tree or the index, is still
 * there. Only what we had written ourselves may be taken back.
 */
function checkKept(world: World, machine: Machine, before: State, after: State, ours: Tree): void {
  const lost = (kept: CommitSet, now: CommitSet) => () =>
    `c${members(without(kept, now)).join(", c")} cannot be reached any more`;
  demand(within(before.kept, after.kept), "I1", lost(before.kept, after.kept));
  demand(within(before.keptThere, after.keptThere), "I2", lost(before.keptThere, after.keptThere));
  let trees: Tree[] | undefined;
  const exists = (path: number, content: number): boolean => {
    if (content === 0 || content === at(ours, path) || at(after.work, path) === content)
      return true;
    trees ??= members(reachable(world, machine, true)).map((one) => world.history.get(one).tree);
    return trees.some((tree) => at(tree, path) === content);
  };
  for (const tree of [before.work, before.index]) {
    const now = tree === before.work ? after.work : after.index;
    for (const path of tree === now ? [] : changedPaths(tree, now)) {
      const content = at(tree, path);
      demand(exists(path, content), "I4", () => `bytes ${content} of file ${path} are gone`);
    }
  }
}

/** I5, I9: what is the person's moves only when a branch is moved, and no rescue is ever replaced. */
function checkOwner(kind: EffectKind, moved: readonly MovedRef[], tidy: boolean): void {
  const mayWrite = kind === "move" || kind === "mend";
  demand(tidy || mayWrite, "I5", () => `${kind} wrote files`);
  for (const { ref, old } of moved) {
    demand(!ref.startsWith(RESCUE_PREFIX) || old === null, "I9", () => `${ref} was replaced`);
    const theirs = ref.startsWith("refs/heads/") && (kind === "fetch" || kind === "create-ref");
    demand(!theirs, "I5", () => `${kind} moved ${ref}`);
  }
}

/** Nothing happens while we must not act, and nothing that is not written down first. */
function checkRules(run: LookRun, kind: EffectKind, moved: readonly MovedRef[]): void {
  const { machine, seen } = run;
  if (seen === null) throw new Violation("hold", `${kind} without having looked`);
  demand(!seen.paused, "hold", () => `${kind} although paused`);
  demand(!seen.unfinished, "hold", () => `${kind} while something is unfinished`);
  const moves = kind === "move";
  demand(!moves || machine.unfinished === null, "hold", () => "moved under an open operation");
  for (const { ref, new: to } of moved) {
    const planned = [...machine.plans.values()].some(
      // The remote may have moved on since it was asked; then a fetch brings more than was planned.
      (plan) => plan.new === to || (kind === "fetch" && plan.ref === ref),
    );
    demand(planned, "recorded", () => `${ref} moved and no plan says so`);
  }
}

/** Files that are not committed wait for their author, unless the settings say otherwise. */
function checkWaits(world: World, { machine }: LookRun, before: Tree, after: Tree): void {
  if (machine.journal === null) return;
  const from = world.history.get(machine.journal.from).tree;
  for (const path of changedPaths(before, after)) {
    const content = at(before, path);
    demand(content === at(from, path), "waits", () => `replaced bytes ${content} of file ${path}`);
  }
}

/** Notes which bytes of a work tree nobody but us has written; what is put back is not ours. */
function noteOwn(machine: Machine, kind: EffectKind, before: Tree, after: Tree): void {
  const own = [...machine.own];
  for (const path of changedPaths(before, after)) own[path] = kind === "move" ? at(after, path) : 0;
  machine.own = own;
}

/** I7: who wins, and only where there is something to win. */
function checkMove(world: World, run: LookRun, kind: EffectKind, move: MovedRef): void {
  if (move.old === null || move.new === null || !move.ref.startsWith("refs/heads/")) return;
  const { history, remote } = world;
  const { seen } = run;
  const old = history.get(move.old).history;
  const next = history.get(move.new).history;
  const localWins = run.localWins();
  const replaces = !within(old, next);
  if (replaces) {
    run.replaced += 1;
    demand(overlap(old, next), "unrelated", () => `${kind} replaced a history of its own`);
    const same = seen?.follows === seen?.branch;
    demand(same, "elsewhere", () => `${kind} settled a branch with another one`);
  }
  if (kind === "push") {
    demand(move.ref === seen?.branch, "elsewhere", () => `pushed to ${move.ref}`);
    demand(!replaces || localWins, "I7", () => "no alpha, and rewrote the remote");
    const back = overlap(without(next, old), run.carried(move.ref));
    demand(!back || localWins, "I7", () => "brought back what was removed on purpose");
  }
  if (kind === "move" && replaces) {
    demand(!localWins, "I7", () => "an alpha gave up its own commits");
    const contradicted = !within(next, old) || overlap(without(old, next), remote.everThere);
    demand(contradicted, "uncontradicted", () => "replaced commits that nobody had contradicted");
  }
}

/** A rescue is made where something is replaced, and once. */
function checkRescue(
  world: World,
  run: LookRun,
  kind: EffectKind,
  { ref, new: rescue }: MovedRef,
): void {
  if (rescue === null || !ref.startsWith(RESCUE_PREFIX)) return;
  const { refs } = kind === "create-ref" ? run.machine : world.remote;
  const others = [...refs].filter(([name]) => name !== ref && name.startsWith(RESCUE_PREFIX));
  if (kind === "rescue-remote") {
    const again = others.some(([, other]) => other === rescue);
    demand(!again, "twice", () => `c${rescue} has a rescue on the remote already`);
    return;
  }
  const content = rescueContent(world, rescue);
  const again = others.some(([, other]) => sameContent(rescueContent(world, other), content));
  demand(!again, "twice", () => `what c${rescue} keeps has a rescue already`);
  const { head = rescue, tree, index } = content;
  const theirs = world.history.get(rescue).parents[1] ?? head;
  const forward = world.history.includes(theirs, head);
  const nothing = forward && index === null && sameTree(tree, world.history.get(head).tree);
  demand(!nothing || !run.calm, "needless", () => `${ref} keeps what nothing replaces`);
}
