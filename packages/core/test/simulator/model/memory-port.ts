import type { LoadedSettings } from "../../../src/config/load-settings.ts";
import { DEFAULT_SETTINGS } from "../../../src/config/settings-schema.ts";
import { type RefName, remoteName } from "../../../src/decide/brands.ts";
import type { GitFailure } from "../../../src/decide/git-failure.ts";
import type { Head, Upstream } from "../../../src/decide/observation.ts";
import type { LookPort, Reading } from "../../../src/sync/port.ts";
import { loadTasks } from "../../../src/tasks/load-tasks.ts";
import { checkedEffect } from "../checks/check-effect.ts";
import type { LookRun } from "../play/look-run.ts";
import { countWithout, keepOnly, overlap, within } from "./commit-set.ts";
import { commitOf, idOf } from "./history.ts";
import { inTheWay, mendMove, moveBranch } from "./memory-move.ts";
import { takeSnapshot } from "./memory-snapshot.ts";
import type { Tree } from "./tree.ts";
import {
  headOf,
  holds,
  type Machine,
  type MachineSettings,
  pointRef,
  record,
  trackingOf,
  type World,
} from "./world.ts";

const ORIGIN = remoteName("origin");

const NO_TASKS = loadTasks([]);

/** A repository of the simulated world, behaving as git does. */
export function memoryPort(world: World, run: LookRun): LookPort {
  const { machine } = run;
  const { history, remote } = world;
  /** The index as the last snapshot of this look has it. */
  let staged: Tree | null = null;
  /** Lets a step happen between two gates, told and checked. */
  const step = (what: number, about: number, tell: () => string): void =>
    record(world, what, about, () => `    ${machine.name}'s agent ${tell()}`);
  /** A failure that is nobody's mistake. */
  const excused = (kind: GitFailure["kind"], detail: string) => {
    run.disturbed = true;
    return failed(kind, detail);
  };
  const offline = () => (machine.online ? null : excused("offline", "no network"));
  const full = () => {
    if (!machine.diskFull) return null;
    machine.diskFull = false;
    return excused("disk-full", "no space left");
  };
  const lost = () => {
    if (!machine.losesReply) return null;
    machine.losesReply = false;
    return excused("timeout", "no answer");
  };

  return {
    async mend() {
      if (machine.journal !== null) step(1, machine.journal.to, () => "mends a move");
      mendMove(run);
      return { kind: "done" };
    },

    async readLocal() {
      run.read();
      const head = readHead(machine);
      return {
        kind: "read",
        value: {
          head,
          loaded: loadedSettings(machine.settings),
          shallow: false,
          ownFilters: false,
          checkedOutTwice: false,
          openOperation: machine.unfinished?.kind ?? null,
          // `push.default = simple`: a branch goes to the one of its own name.
          pushesToUpstream: head.kind === "tracking" && head.branch === head.upstream.remoteRef,
        },
      };
    },

    async askRemote({ remoteRef }) {
      const tip = remote.refs.get(remoteRef);
      const missing = offline();
      if (missing !== null) return missing;
      step(2, tip ?? 0, () => `hears that ${short(remoteRef)} is at ${tip ?? "nothing"}`);
      run.asked(remoteRef);
      return read(tip === undefined ? { kind: "absent" } : { kind: "at", commit: idOf(tip) });
    },

    // What two commits are to each other never changes: nothing can come between.
    async compare(ours, theirs) {
      const [one, other] = [commitOf(ours), commitOf(theirs)];
      if (!holds(machine, one) || !holds(machine, other))
        return failed("corrupt", "no such commit");
      const [mine, yours] = [history.get(one).history, history.get(other).history];
      return read({
        ahead: countWithout(mine, yours),
        behind: countWithout(yours, mine),
        related: overlap(mine, yours),
      });
    },

    async carriesDropped(seen, head, tip) {
      if (!holds(machine, commitOf(seen))) return read(false);
      const shared = history.get(commitOf(seen)).history.slice();
      keepOnly(shared, history.get(commitOf(head)).history);
      return read(!within(shared, history.get(commitOf(tip)).history));
    },

    async isRescuedThere(_, commit) {
      const trouble = offline();
      if (trouble !== null) return trouble;
      return read(rescueOf(remote.refs, commitOf(commit)) !== undefined);
    },

    async inspect(from, to) {
      return read(inTheWay(world, machine, commitOf(from), commitOf(to)));
    },

    async fetch({ remoteRef, trackingRef }) {
      const trouble = offline() ?? full();
      if (trouble !== null) return trouble;
      const tip = remote.refs.get(remoteRef);
      if (tip === undefined) return failed("not-found", "couldn't find remote ref");
      step(3, tip, () => `fetches ${short(remoteRef)} at c${tip}`);
      checkedEffect(world, run, "fetch", () => pointRef(world, machine, trackingRef, tip));
      return lost() ?? { kind: "done", commit: idOf(tip) };
    },

    async snapshot(request) {
      const trouble = full();
      if (trouble !== null) return trouble;
      staged = machine.index;
      const snapshot = takeSnapshot(world, machine, request);
      step(4, commitOf(snapshot.commit), () => `writes a snapshot, c${commitOf(snapshot.commit)}`);
      return read(snapshot);
    },

    // No branch's name is a folder of another's here.
    async staleRefs() {
      return read([]);
    },

    async removeRef({ ref }) {
      return failed("unknown", `nobody removes ${ref}`);
    },

    async createRef(ref, id) {
      const commit = commitOf(id);
      const trouble = full();
      if (trouble !== null) return trouble;
      if (machine.refs.has(ref)) return excused("unknown", "reference already exists");
      if (!holds(machine, commit)) return failed("corrupt", "nonexistent object");
      step(5, commit, () => `keeps c${commit} as ${short(ref)}`);
      checkedEffect(world, run, "create-ref", () => pointRef(world, machine, ref, commit));
      return { kind: "done" };
    },

    async moveBranch(request) {
      const trouble = full();
      if (trouble !== null) return trouble;
      const outcome = await moveBranch(world, run, request, staged);
      const to = commitOf(request.to);
      step(6, to, () => `moves ${short(request.branch)} to c${to}: ${outcome.kind}`);
      return outcome;
    },

    async rescueRemote(upstream, ref) {
      const trouble = offline();
      if (trouble !== null) return trouble;
      const tip = commitOf(upstream.tip);
      const kept = rescueOf(remote.refs, tip);
      if (kept !== undefined) return lost() ?? { kind: "done", ref: kept };
      if (remote.refs.has(ref)) return excused("refused", "already exists");
      if (!holds(machine, tip)) return failed("corrupt", "no such commit");
      step(7, tip, () => `keeps c${tip} on the remote as ${short(ref)}`);
      checkedEffect(world, run, "rescue-remote", () => pointRef(world, remote, ref, tip));
      return lost() ?? { kind: "done", ref };
    },

    async push({ upstream, to: id }) {
      const trouble = offline();
      if (trouble !== null) return trouble;
      const to = commitOf(id);
      const outcome = receive(world, upstream, to);
      step(8, to, () => `pushes c${to} to ${short(upstream.remoteRef)}: ${outcome}`);
      if (outcome === "stale") return { kind: "moved", detail: "stale info" };
      if (outcome === "refused") return excused("refused", "non-fast-forward");
      if (!holds(machine, to)) return failed("corrupt", "no such commit");
      checkedEffect(world, run, "push", () => pointRef(world, remote, upstream.remoteRef, to));
      run.asked(upstream.remoteRef);
      await run.innerGate();
      const answer = lost();
      if (answer !== null) return answer;
      checkedEffect(world, run, "push", () => pointRef(world, machine, upstream.trackingRef, to));
      return { kind: "done" };
    },
  };
}

/** What the remote says to a push with a lease on the commit that we remember. */
function receive({ history, remote }: World, upstream: Upstream, to: number) {
  const tip = remote.refs.get(upstream.remoteRef);
  if (tip === undefined || idOf(tip) !== upstream.tip) return "stale";
  const rewrites = !within(history.get(tip).history, history.get(to).history);
  return rewrites && remote.refusesRewriting ? "refused" : "taken";
}

function rescueOf(refs: ReadonlyMap<RefName, number>, commit: number): RefName | undefined {
  for (const [ref, at] of refs) {
    if (at === commit && ref.startsWith("refs/hookline/rescue/")) return ref;
  }
  return undefined;
}

/** Where HEAD stands, as `git rev-parse HEAD @{upstream}` and the configuration tell. */
function readHead(machine: Machine): Head {
  const { head } = machine;
  if (typeof head === "number") return { kind: "detached", commit: idOf(head) };
  const commit = headOf(machine);
  if (commit === null) return { kind: "unborn", branch: head };
  const here = { branch: head, commit: idOf(commit) };
  const remoteRef = machine.follows.get(head);
  if (remoteRef === undefined) return { kind: "no-upstream", ...here };
  const upstream = { remote: ORIGIN, remoteRef, trackingRef: trackingOf(remoteRef) };
  const tip = machine.refs.get(upstream.trackingRef);
  if (tip === undefined) return { kind: "upstream-gone", ...here, upstream };
  return { kind: "tracking", ...here, upstream: { ...upstream, tip: idOf(tip) } };
}

const loaded = new Map<string, LoadedSettings>();

/** The engine reads four of the settings; the others keep their defaults. */
function loadedSettings({ alpha, paused, startup, onDirty }: MachineSettings): LoadedSettings {
  const key = `${alpha} ${paused} ${startup} ${onDirty}`;
  const known = loaded.get(key);
  if (known !== undefined) return known;
  const settings = { ...DEFAULT_SETTINGS, alpha, paused, startup, onDirty };
  const made = { settings, inForce: [], problems: [], tasks: NO_TASKS };
  loaded.set(key, made);
  return made;
}

function read<Value>(value: Value): Reading<Value> {
  return { kind: "read", value };
}

function failed(kind: GitFailure["kind"], detail: string) {
  return { kind: "failed", failure: { kind, detail } } as const;
}

function short(ref: RefName): string {
  return ref.replace(/^refs\/(?:heads|hookline)\//, "");
}
