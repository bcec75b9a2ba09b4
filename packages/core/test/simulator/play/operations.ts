import { LOOK_REASONS } from "../../../src/decide/look-reason.ts";
import * as others from "../model/everybody-else.ts";
import { at, PATHS } from "../model/tree.ts";
import * as person from "../model/working-copy.ts";
import {
  headOf,
  MAIN,
  type Machine,
  record,
  TOPIC,
  trackingOf,
  type World,
} from "../model/world.ts";
import { TO_THE_END } from "./look-run.ts";
import type { Simulation } from "./simulation.ts";

/** Something that happens: its kind, where, and two numbers that each kind reads in its own way. */
export interface Operation {
  readonly kind: OperationKind;
  readonly machine: number;
  readonly a: number;
  readonly b: number;
}

interface Choice {
  readonly a: number;
  readonly b: number;
}

type Act = (world: World, machine: Machine, choice: Choice) => boolean;

const branch = (choice: number) => (choice % 3 === 0 ? TOPIC : MAIN);
const fileOf = ({ a }: Choice) => a % PATHS.length;

const PEOPLE = {
  edit: (world, machine, choice) => person.edit(world, machine, fileOf(choice), choice.b),
  remove: (_, machine, choice) => person.remove(machine, fileOf(choice)),
  stage: (_, machine, choice) => person.stage(machine, choice.b % 2 === 0 ? fileOf(choice) : null),
  unstage: (world, machine) => person.unstage(world, machine),
  commit: (world, machine, { b }) => person.commitFiles(world, machine, b % 4 !== 0),
  amend: (world, machine, { b }) => person.amend(world, machine, b % 2 === 0),
  squash: (world, machine, { a }) => person.squash(world, machine, 2 + (a % 2)),
  reset: (world, machine, { a }) => {
    const head = headOf(machine);
    if (head === null) return false;
    const remembered = machine.refs.get(trackingOf(MAIN)) ?? head;
    const targets = [head, person.ancestor(world, head, 1), remembered];
    return person.resetHard(world, machine, targets[a % 3] ?? head);
  },
  restore: (world, machine, { a }) => {
    // Back to something that the reflog or a rescue still has.
    const kept = [...machine.refs.values()];
    return person.resetHard(world, machine, kept[a % kept.length] ?? 0);
  },
  switch: (world, machine, { a }) => person.switchTo(world, machine, a % 3 === 0 ? TOPIC : MAIN),
  follow: (_, machine, { a, b }) => person.follow(machine, a % 8 === 0 ? null : branch(b)),
  detach: (world, machine, { a }) => {
    const head = headOf(machine);
    const to = head === null ? null : person.ancestor(world, head, a % 2);
    return to !== null && person.detach(world, machine, to);
  },
  begin: (world, machine, { a }) => person.begin(world, machine, a),
  finish: (world, machine, { a }) => person.finish(world, machine, a % 2 === 0),
  push: (world, machine) => others.push(world, machine, false),
  forcePush: (world, machine) => others.push(world, machine, true),
  fetch: (world, machine, { a }) => others.fetch(world, machine, a % 2 === 0),
  prune: (world, machine, { a }) => others.collectGarbage(world, machine, a % 2 === 0),
} satisfies Record<string, Act>;

const ELSEWHERE = {
  commitThere: (world, _, choice) => others.commitThere(world, branch(choice.b), fileOf(choice)),
  rewindThere: (world, _, { a, b }) => others.rewindThere(world, branch(b), 1 + (a % 2)),
  amendThere: (world, _, choice) => others.amendThere(world, branch(choice.b), fileOf(choice)),
  // A branch that is replaced or gone leaves little to do: rarer than its weight.
  replaceThere: (world, _, choice) =>
    choice.a % 4 === 0 && others.replaceThere(world, branch(choice.b), fileOf(choice)),
  deleteThere: (world, _, { a, b }) => a % 2 === 0 && others.deleteThere(world, branch(b)),
  createThere: (world, _, { a, b }) => others.createThere(world, branch(b), a),
  pruneThere: (world) => others.pruneThere(world),
  refuse: (world, _, { a }) => {
    world.remote.refusesRewriting = a % 2 === 0;
    return true;
  },
} satisfies Record<string, Act>;

const set = (change: (choice: Choice) => Partial<Machine["settings"]>): Act => {
  return (_, machine, choice) => {
    machine.settings = { ...machine.settings, ...change(choice) };
    return true;
  };
};

const SETTINGS = {
  alpha: set(({ a }) => ({ alpha: a % 2 === 0 })),
  onDirty: set(({ a }) => ({ onDirty: a % 2 === 0 ? "rescue" : "wait" })),
  startup: set(({ a }) => ({ startup: a % 2 === 0 ? "mode" : "remote" })),
  pause: set(({ a }) => ({ paused: a % 3 === 0 })),
} satisfies Record<string, Act>;

const FAULTS = {
  offline: (_, machine) => {
    machine.online = false;
    return true;
  },
  online: (_, machine) => {
    machine.online = true;
    return true;
  },
  loseReply: (_, machine) => {
    machine.losesReply = true;
    return true;
  },
  fillDisk: (_, machine) => {
    machine.diskFull = true;
    return true;
  },
  clock: (_, machine, { a }) => {
    const jumps = [1000, 60_000, 86_400_000, 365 * 86_400_000, -3_600_000, -86_400_000];
    machine.clock += jumps[a % jumps.length] ?? 0;
    return true;
  },
} satisfies Record<string, Act>;

/** What needs no engine: it happens at once. */
const ACTS: Readonly<Record<string, Act>> = { ...PEOPLE, ...ELSEWHERE, ...SETTINGS, ...FAULTS };

/** How often each kind happens, against the others. */
export const WEIGHTS = {
  edit: 15,
  remove: 2,
  stage: 3,
  unstage: 1,
  commit: 15,
  amend: 5,
  squash: 3,
  reset: 4,
  restore: 1,
  switch: 4,
  follow: 2,
  detach: 1,
  begin: 2,
  finish: 5,
  push: 3,
  forcePush: 2,
  fetch: 4,
  prune: 2,
  commitThere: 3,
  rewindThere: 2,
  amendThere: 1,
  replaceThere: 1,
  deleteThere: 1,
  createThere: 1,
  pruneThere: 1,
  refuse: 1,
  alpha: 3,
  onDirty: 2,
  startup: 1,
  pause: 2,
  offline: 2,
  online: 3,
  loseReply: 2,
  fillDisk: 1,
  clock: 1,
  look: 22,
  goOn: 8,
  crash: 5,
} satisfies Record<string, number>;

/** The kinds of things that happen. */
export type OperationKind = keyof typeof WEIGHTS;

/** The operations without which a world is only quieter; a story is told without them if it can be. */
export const FAULT_KINDS: ReadonlySet<string> = new Set([...Object.keys(FAULTS), "crash"]);

/** How many gates a look passes before it is left standing: mostly all of them. */
function gates(choice: number): number {
  return choice % 3 === 0 ? choice % 17 : TO_THE_END;
}

/** Lets one operation happen. */
export async function perform(simulation: Simulation, operation: Operation): Promise<void> {
  const { world } = simulation;
  const { kind, a, b } = operation;
  const machine = world.machines[operation.machine % world.machines.length];
  if (machine === undefined) return;
  machine.clock += (a + b) % 1500;
  const says = (what: string) => () => `${machine.name}: ${what}`;
  switch (kind) {
    case "look": {
      const reason = LOOK_REASONS[a % LOOK_REASONS.length] ?? "sync";
      record(world, 100, a, says(`the agent looks (${reason})`));
      await simulation.look(machine, reason, gates(b));
      return;
    }
    case "goOn":
      record(world, 101, b, says("the agent goes on"));
      await simulation.goOn(machine, gates(b), a % 2 === 0);
      return;
    case "crash":
      record(world, 102, 0, says("the agent is killed and started again"));
      world.changes += 1;
      simulation.crash(machine);
      return;
    default: {
      const before = machine.work;
      const done = ACTS[kind]?.(world, machine, operation) ?? false;
      if (!done) return;
      machine.own = machine.own.map((content, path) =>
        at(before, path) === at(machine.work, path) ? content : 0,
      );
      world.changes += 1;
      record(
        world,
        world.nextContent,
        world.history.size,
        says(describe(operation, world, machine)),
      );
    }
  }
}

/** What happened, in a few words. */
function describe({ kind, a, b }: Operation, world: World, machine: Machine): string {
  const file = PATHS[a % PATHS.length] ?? "";
  const where = branch(b).slice("refs/heads/".length);
  switch (kind) {
    case "edit":
    case "remove":
      return `${kind} ${file} (${machine.work[a % PATHS.length]})`;
    case "stage":
      return b % 2 === 0 ? `git add ${file}` : "git add --all";
    case "alpha":
    case "onDirty":
    case "startup":
    case "pause":
      return `sets ${JSON.stringify(machine.settings)}`;
    case "begin":
      return `begins a ${machine.unfinished?.kind}`;
    case "follow":
      return `follows ${a % 8 === 0 ? "nothing" : where}`;
    case "commitThere":
    case "rewindThere":
    case "amendThere":
    case "replaceThere":
    case "deleteThere":
    case "createThere":
      return `${kind}: the remote's ${where} is c${world.remote.refs.get(branch(b))}`;
    default:
      return `${kind} (HEAD is c${headOf(machine)} on ${String(machine.head)})`;
  }
}
