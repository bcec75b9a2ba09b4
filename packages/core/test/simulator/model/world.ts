import { absolutePath, type RefName, refName } from "../../../src/decide/brands.ts";
import type { DirtyRule, OpenOperation, StartupRule } from "../../../src/decide/observation.ts";
import { RESCUE_PREFIX } from "../../../src/decide/rescue.ts";
import type { SeenRemote } from "../../../src/sync/observe.ts";
import { add, addAll, type CommitSet, has, noCommits } from "./commit-set.ts";
import { History } from "./history.ts";
import type { Journal } from "./memory-move.ts";
import { EMPTY, put, type Tree } from "./tree.ts";

/** The branch on which everybody begins. */
export const MAIN = refName("refs/heads/main");
/** The other branch that there can be. */
export const TOPIC = refName("refs/heads/topic");
const TRACKING = new Map([MAIN, TOPIC].map((branch) => [branch, trackingName(branch)]));

/** Where a machine remembers a branch of the remote. */
export function trackingOf(branch: RefName): RefName {
  return TRACKING.get(branch) ?? trackingName(branch);
}

function trackingName(branch: RefName): RefName {
  return refName(branch.replace("refs/heads/", "refs/remotes/origin/"));
}

/** Commits, and names for some of them. */
export interface Store {
  readonly present: CommitSet;
  readonly refs: Map<RefName, number>;
}

/** The one remote that all machines share. */
export interface Remote extends Store {
  /** `receive.denyNonFastForwards`. */
  refusesRewriting: boolean;
  /** Every commit that a branch of it ever led to. */
  readonly everThere: CommitSet;
}

/** What somebody has begun and not finished. */
export interface Unfinished {
  readonly kind: OpenOperation;
  /** Where to go back to, and whether HEAD was taken off the branch. */
  readonly branch: RefName;
  readonly commit: number;
  /** The other parent of a merge. */
  readonly other: number | null;
}

/** The settings that people change while the agent runs. */
export interface MachineSettings {
  readonly alpha: boolean;
  readonly paused: boolean;
  readonly startup: StartupRule;
  readonly onDirty: DirtyRule;
}

/** One machine: a clone with its work tree, and an agent. */
export interface Machine extends Store {
  readonly number: number;
  readonly name: string;
  readonly path: ReturnType<typeof absolutePath>;
  /** A branch, or the commit that is checked out without one. */
  head: RefName | number;
  index: Tree;
  work: Tree;
  /** The bytes of the work tree that we wrote and nobody has touched since; 0 where there are none. */
  own: Tree;
  /** The branch of the remote that each local branch follows. */
  readonly follows: Map<RefName, RefName>;
  unfinished: Unfinished | null;
  /** What the reflogs keep from being pruned. */
  readonly reflog: CommitSet;
  /** How often the reflogs were emptied. */
  expiries: number;
  settings: MachineSettings;
  online: boolean;
  /** The next effect on the remote happens, and its answer does not arrive. */
  losesReply: boolean;
  /** The next write of ours fails. */
  diskFull: boolean;
  /** Milliseconds since the epoch, as this machine believes. */
  clock: number;

  /** The files that a move of ours is about to write, while it does. Survives a crash. */
  journal: Journal | null;
  /** As the agent's database has it. Survives a crash. */
  seenRemotes: readonly SeenRemote[];
  /** Moves written down as planned and not yet settled. Survives a crash. */
  readonly plans: Map<number, { readonly ref: RefName; readonly new: number | null }>;

  /** The agent started, and no look has come to rest since. */
  starting: boolean;
}

/** Several machines, the remote between them, and everything that was ever committed. */
export interface World {
  readonly history: History;
  readonly remote: Remote;
  readonly machines: readonly Machine[];
  /** The next content that nobody has written before. */
  nextContent: number;
  /** How often anything was changed, by whomever. */
  changes: number;
  /** Grows with everything that happens, in its order; the same for the same seed. */
  trace: number;
  /** What happened, for people; `null` where nobody reads it. */
  readonly story: string[] | null;
}

const NAMES = ["ann", "bob", "cho"];
const BEGAN = Date.UTC(2026, 0, 1);

/** Makes a world in which every machine is a fresh clone of a remote with one commit. */
export function makeWorld(machines: number, told: boolean): World {
  const history = new History();
  const first = history.commit(put(put(EMPTY, 0, 1), 1, 2), []);
  const present = noCommits();
  add(present, first);
  const remote: Remote = {
    present: present.slice(),
    refs: new Map([[MAIN, first]]),
    refusesRewriting: false,
    everThere: present.slice(),
  };
  return {
    history,
    remote,
    machines: NAMES.slice(0, machines).map((name, number) => cloneOf(name, number, first)),
    nextContent: 3,
    changes: 0,
    trace: 0,
    story: told ? [] : null,
  };

  function cloneOf(name: string, number: number, tip: number): Machine {
    const { tree } = history.get(tip);
    return {
      number,
      name,
      path: absolutePath(`/${name}`),
      present: present.slice(),
      refs: new Map([
        [MAIN, tip],
        [trackingOf(MAIN), tip],
      ]),
      head: MAIN,
      index: tree,
      work: tree,
      own: EMPTY,
      unfinished: null,
      reflog: present.slice(),
      expiries: 0,
      follows: new Map([[MAIN, MAIN]]),
      settings: { alpha: false, paused: false, startup: "remote", onDirty: "wait" },
      online: true,
      losesReply: false,
      diskFull: false,
      clock: BEGAN + number * 1000,
      journal: null,
      seenRemotes: [],
      plans: new Map(),
      starting: true,
    };
  }
}

/** The commit that is checked out; `null` on a branch without one. */
export function headOf(machine: Machine): number | null {
  const { head } = machine;
  return typeof head === "number" ? head : (machine.refs.get(head) ?? null);
}

/** The files of what is checked out. */
export function headTree(world: World, machine: Machine): Tree {
  const head = headOf(machine);
  return head === null ? EMPTY : world.history.get(head).tree;
}

/** Everything that a store's refs lead to; what a machine remembers of the remote only on demand. */
export function reachable(world: World, store: Store | Machine, remembered = false): CommitSet {
  const found = noCommits();
  for (const [ref, commit] of store.refs) {
    if (remembered || !ref.startsWith("refs/remotes/")) {
      addAll(found, world.history.get(commit).history);
    }
  }
  if ("head" in store && typeof store.head === "number") {
    addAll(found, world.history.get(store.head).history);
  }
  return found;
}

/** Points a ref at a commit, with all that the commit needs. */
export function pointRef(
  world: World,
  store: Machine | Remote,
  ref: RefName,
  commit: number,
): void {
  const { history } = world.history.get(commit);
  store.refs.set(ref, commit);
  if ("reflog" in store) storeCommit(world, store, commit);
  else {
    addAll(store.present, history);
    if (!ref.startsWith(RESCUE_PREFIX)) addAll(store.everThere, history);
  }
}

/** Has a machine hold a commit with all that came before it, and remember it in a reflog. */
export function storeCommit(world: World, machine: Machine, commit: number): void {
  addAll(machine.present, world.history.get(commit).history);
  add(machine.reflog, commit);
}

/** Whether a store has a commit. */
export function holds(store: Store, commit: number): boolean {
  return has(store.present, commit);
}

/** Writes something that happened into the trace, and into the story if there is one. */
export function record(world: World, what: number, about: number, tell: () => string): void {
  world.trace = Math.imul(world.trace ^ what, 0x01000193) >>> 0;
  world.trace = Math.imul(world.trace ^ about, 0x01000193) >>> 0;
  world.story?.push(tell());
}
