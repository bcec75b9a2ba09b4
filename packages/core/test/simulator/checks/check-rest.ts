import type { HoldReason } from "../../../src/decide/hold.ts";
import { RESCUE_PREFIX } from "../../../src/decide/rescue.ts";
import { has, overlap } from "../model/commit-set.ts";
import { inTheWay } from "../model/memory-move.ts";
import { at, changedPaths } from "../model/tree.ts";
import { headOf, headTree, type Machine, record, trackingOf, type World } from "../model/world.ts";
import { TO_THE_END } from "../play/look-run.ts";
import type { Simulation } from "../play/simulation.ts";
import { Violation } from "./violation.ts";

/** So many rounds of looks bring any world to rest: take, force-push, take, and one more to see it. */
const MOST_ROUNDS = 6;

/**
 * I6: nobody edits any more and everybody is online. Then a few rounds make every machine that does
 * not hold equal to the remote, whoever holds has a reason that we find ourselves, and one more
 * round changes nothing. Two alphas do not replace each other's commits for ever either.
 */
export async function checkRest(simulation: Simulation): Promise<void> {
  const { world } = simulation;
  await simulation.settleAll();
  calmDown(world);
  for (let round = 1; ; round += 1) {
    if (round > MOST_ROUNDS) throw new Violation("I6", "the machines do not come to rest");
    record(world, 10, round, () => `everybody looks, round ${round}`);
    if ((await lookEverywhere(simulation)) === 0) break;
  }
}

function calmDown({ remote, machines }: World): void {
  remote.refusesRewriting = false;
  for (const machine of machines) {
    machine.online = true;
    machine.losesReply = false;
    machine.diskFull = false;
    machine.clock += 1000;
  }
}

/** Has every machine look once; returns how much that changed. */
async function lookEverywhere(simulation: Simulation): Promise<number> {
  const { world } = simulation;
  const ends: [Machine, HoldReason | null][] = [];
  let effects = 0;
  for (const machine of world.machines) {
    machine.clock += 1000;
    const run = await simulation.look(machine, "poll", TO_THE_END);
    if (run?.report == null) throw new Violation("I6", `${machine.name} cannot look`);
    effects += run.effects;
    ends.push([machine, run.report.result.hold]);
  }
  if (effects > 0) return effects;
  for (const [machine, hold] of ends) checkEnd(world, machine, hold);
  return 0;
}

/** What a machine must have come to. */
function checkEnd(world: World, machine: Machine, hold: HoldReason | null): void {
  // I15: bytes that we wrote and nobody has touched since are those of HEAD, or a move is half-done.
  const tree = headTree(world, machine);
  const halfDone = changedPaths(machine.work, tree).some((path) => {
    const own = at(machine.own, path);
    return own !== 0 && own === at(machine.work, path);
  });
  if (machine.journal !== null || halfDone) {
    throw new Violation("I15", `${machine.name} left a move half-done`);
  }
  const reasons = reasonsToHold(world, machine);
  if (hold !== null) {
    if (!reasons.includes(hold)) throw new Violation("I6", `${machine.name} holds: ${hold}`);
    return;
  }
  const branch = typeof machine.head === "string" ? machine.follows.get(machine.head) : undefined;
  const there = branch === undefined ? undefined : world.remote.refs.get(branch);
  const here = headOf(machine);
  if (there === undefined || here !== there) {
    throw new Violation("I6", `${machine.name} rests at c${here}, and the remote is at c${there}`);
  }
}

/** Every hold that the state of a machine justifies, found without the engine. */
function reasonsToHold(world: World, machine: Machine): HoldReason[] {
  const { head, settings, unfinished, refs } = machine;
  if (settings.paused) return ["paused"];
  if (unfinished !== null) return [unfinished.kind];
  if (typeof head === "number") return ["detached"];
  const here = refs.get(head);
  const branch = machine.follows.get(head);
  if (here === undefined) return ["unborn"];
  if (branch === undefined) return ["no-upstream"];
  const there = world.remote.refs.get(branch);
  if (there === undefined || !refs.has(trackingOf(branch))) return ["upstream-gone"];
  const ours = world.history.get(here).history;
  const theirs = world.history.get(there).history;
  const reasons: HoldReason[] = [];
  if (here !== there && branch !== head) reasons.push("pushes-elsewhere");
  if (!overlap(ours, theirs)) reasons.push("unrelated");
  const replaced = [...world.remote.refs].some(
    ([ref, kept]) => ref.startsWith(RESCUE_PREFIX) && !has(theirs, kept),
  );
  if (settings.alpha && replaced) reasons.push("two-alphas");
  const { staged, files } = inTheWay(world, machine, here, there);
  if (here !== there && settings.onDirty === "wait") {
    if (staged) reasons.push("staged");
    if (files.length > 0) reasons.push("local-changes");
  }
  return reasons;
}
