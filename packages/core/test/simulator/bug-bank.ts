import type { SyncStep } from "../../src/decide/next-step.ts";
import { nextStep } from "../../src/decide/next-step.ts";
import type { Observation } from "../../src/decide/observation.ts";
import type { LocalReading, LookPort, Reading } from "../../src/sync/port.ts";
import { commitOf, idOf } from "./model/history.ts";
import { memoryOperations } from "./model/memory-operations.ts";
import { memoryPort } from "./model/memory-port.ts";
import { at, contentId, PATHS } from "./model/tree.ts";
import { headOf, storeCommit, type World } from "./model/world.ts";
import type { LookRun } from "./play/look-run.ts";
import { ENGINE, type Engine } from "./play/simulation.ts";

/** The rules, told something else than what was seen. */
function seeing(change: (seen: Observation) => Partial<Observation>): Engine {
  return { ...ENGINE, decide: (seen) => nextStep({ ...seen, ...change(seen) }) };
}

/** The rules, with another step put in the place of the one they chose. */
function deciding(change: (step: SyncStep) => SyncStep): Engine {
  return { ...ENGINE, decide: (seen) => change(nextStep(seen)) };
}

/** The repository, with one of its answers or effects broken. */
function touching(
  change: (port: LookPort, world: World, run: LookRun) => Partial<LookPort>,
): Engine {
  return {
    ...ENGINE,
    port: (world, run) => {
      const port = memoryPort(world, run);
      return { ...port, ...change(port, world, run) };
    },
  };
}

/**
 * The engine with one mistake each: what a tired author might write. The simulator is worth
 * nothing if it does not find every one of them.
 */
export const BUG_BANK: Readonly<Record<string, Engine>> = {
  "push without a lease": touching((port, { remote }) => ({
    push: (request) => {
      const { upstream } = request;
      const there = remote.refs.get(upstream.remoteRef);
      const tip = there === undefined ? upstream.tip : idOf(there);
      return port.push({ ...request, upstream: { ...upstream, tip } });
    },
  })),
  "take without a rescue": deciding((step) =>
    step.kind === "take" ? { ...step, rescue: null } : step,
  ),
  "force-push without a rescue": deciding((step) =>
    step.kind === "push" ? { ...step, replaced: 0 } : step,
  ),
  "rescue on the remote only claimed": touching(() => ({
    rescueRemote: (_, ref) => Promise.resolve({ kind: "done", ref }),
  })),
  "rescue without the edits": touching((port, world, { machine }) => ({
    async snapshot(request) {
      const taken = await port.snapshot(request);
      if (taken.kind === "failed") return taken;
      const { tree } = world.history.get(commitOf(request.head));
      const bare = world.history.commit(tree, [commitOf(request.head), commitOf(request.theirs)]);
      storeCommit(world, machine, bare);
      return { kind: "read", value: { ...taken.value, commit: idOf(bare) } };
    },
  })),
  "rescue without untracked files": touching((port, world, { machine }) => ({
    async snapshot(request) {
      const before = machine.work;
      const tree = world.history.get(commitOf(request.head)).tree;
      const tracked = (path: number) => at(machine.index, path) !== 0 || at(tree, path) !== 0;
      machine.work = before.map((content, path) => (tracked(path) ? content : 0));
      const taken = await port.snapshot(request);
      machine.work = before;
      if (taken.kind === "failed") return taken;
      return { kind: "read", value: { ...taken.value, files: bytesOf(before) } };
    },
  })),
  "rescue without endangered ignored files": touching((port, _, { machine }) => ({
    async snapshot(request) {
      const taken = await port.snapshot({ ...request, endangered: [] });
      if (taken.kind === "failed") return taken;
      return { kind: "read", value: { ...taken.value, files: bytesOf(machine.work) } };
    },
  })),
  "rescue ref deleted early": touching((port, _, { machine }) => ({
    async createRef(ref, commit) {
      const made = await port.createRef(ref, commit);
      machine.refs.delete(ref);
      return made;
    },
  })),
  "rescue made again and again": touching((port) => ({
    async snapshot(request) {
      const taken = await port.snapshot(request);
      if (taken.kind === "failed") return taken;
      return { kind: "read", value: { ...taken.value, keptBy: null } };
    },
  })),
  "stale observation reused": touching((port) => {
    let first: ReturnType<LookPort["readLocal"]> | undefined;
    return { readLocal: () => (first ??= port.readLocal()) };
  }),
  "settings read once and for all": touching((port, _, { machine }) => ({
    async readLocal() {
      const read = await port.readLocal();
      if (read.kind === "failed") return read;
      const loaded = firstSettings.get(machine) ?? read.value.loaded;
      firstSettings.set(machine, loaded);
      return { kind: "read", value: { ...read.value, loaded } };
    },
  })),
  "everything in the way is replaceable": touching((port, _, { machine }) => ({
    moveBranch: (request) => port.moveBranch({ ...request, replaceable: bytesOf(machine.work) }),
  })),
  "branch moved without comparing": touching((port, _, { machine }) => ({
    moveBranch: (request) => {
      const head = headOf(machine);
      return port.moveBranch({ ...request, from: head === null ? request.from : idOf(head) });
    },
  })),
  "fetch forgets to move": touching((_, world) => ({
    fetch: ({ remoteRef }) =>
      Promise.resolve({ kind: "done", commit: idOf(world.remote.refs.get(remoteRef) ?? 0) }),
  })),
  "mend skipped": touching(() => ({ mend: () => Promise.resolve({ kind: "done" }) })),
  "journal never written": touching((port, _, { machine }) => ({
    async mend() {
      machine.journal = null;
      return port.mend();
    },
  })),
  "alpha and not alpha swapped": seeing(({ alpha }) => ({ alpha: !alpha })),
  "start treated as any other time": seeing(({ occasion }) => ({
    occasion: occasion === "start" ? "sync" : occasion,
  })),
  "startup rule swapped": seeing(({ startup }) => ({
    startup: startup === "mode" ? "remote" : "mode",
  })),
  "rewound treated as ahead": seeing(() => ({ remoteRewound: false })),
  "rewound although it was left here as well": touching((_, { history }) => ({
    carriesDropped: (seen, __, tip) => answering(!history.includes(commitOf(tip), commitOf(seen))),
  })),
  "rewound only if all of it is still here": touching((_, { history }) => ({
    carriesDropped: (seen, head, tip) =>
      answering(
        history.includes(commitOf(head), commitOf(seen)) &&
          !history.includes(commitOf(tip), commitOf(seen)),
      ),
  })),
  "two alphas ignored": seeing(() => ({ replacedByAlpha: false })),
  "paused ignored": seeing(() => ({ paused: false })),
  "unfinished operation ignored": seeing(() => ({ openOperation: null })),
  "staged changes ignored": seeing(({ inTheWay }) => ({
    inTheWay: inTheWay && { ...inTheWay, staged: false },
  })),
  "does not wait for edits": seeing(() => ({ onDirty: "rescue" })),
  "pushes elsewhere ignored": seeing(() => ({ pushesToUpstream: true })),
  "unrelated ignored": seeing(() => ({ related: true })),
  "deleted branch ignored": seeing(({ remoteTip }) => ({
    remoteTip: remoteTip.kind === "absent" ? { kind: "unasked" } : remoteTip,
  })),
  "ahead is rest": deciding((step) => (step.kind === "push" ? { kind: "rest" } : step)),
  "seen remote forgotten over a restart": {
    ...ENGINE,
    restart: (machine) => {
      machine.seenRemotes = [];
    },
  },
  "operation not written down first": {
    ...ENGINE,
    operations: (run) => ({ ...memoryOperations(run), plan: () => 0 }),
  },
  "repository not locked": { ...ENGINE, locks: false },
};

function answering<Value>(value: Value): Promise<Reading<Value>> {
  return Promise.resolve({ kind: "read", value });
}

const firstSettings = new WeakMap<object, LocalReading["loaded"]>();

/** Every file of a work tree, with the bytes that it holds. */
function bytesOf(work: readonly number[]): ReadonlyMap<string, string | null> {
  return new Map(PATHS.map((name, path) => [name, contentId(at(work, path))]));
}
