import type { RefName } from "../../../src/decide/brands.ts";
import type { LookReason } from "../../../src/decide/look-reason.ts";
import { nextStep } from "../../../src/decide/next-step.ts";
import { checkLook } from "../checks/check-look.ts";
import { addAll, type CommitSet, keepOnly, noCommits } from "../model/commit-set.ts";
import { memoryOperations } from "../model/memory-operations.ts";
import { memoryPort } from "../model/memory-port.ts";
import { type Machine, makeWorld, record, type World } from "../model/world.ts";
import { type EngineParts, LookRun, TO_THE_END } from "./look-run.ts";

/** The engine as it is, and what the machine around it does. The bug bank breaks one at a time. */
export interface Engine extends EngineParts {
  /** Only one process looks at a repository at a time. */
  readonly locks: boolean;
  /** Happens to what a machine's agent keeps on disk, when it starts again. */
  readonly restart: (machine: Machine) => void;
}

/** The engine that we ship, on the simulator's world. */
export const ENGINE: Engine = {
  decide: nextStep,
  port: memoryPort,
  operations: memoryOperations,
  locks: true,
  restart: () => undefined,
};

/** A world with the looks that are under way in it. */
export class Simulation {
  readonly world: World;
  readonly #engine: Engine;
  readonly #running = new Map<Machine, LookRun[]>();
  readonly #carried: ReadonlyMap<Machine, Map<RefName, Carried>>;

  readonly #hasInnerGates: boolean;

  /** @param hasInnerGates whether a look can be left standing in the middle of a call */
  constructor(
    engine: Engine,
    machines: number,
    told: boolean,
    { hasInnerGates }: { readonly hasInnerGates: boolean } = { hasInnerGates: true },
  ) {
    this.world = makeWorld(machines, told);
    this.#engine = engine;
    this.#hasInnerGates = hasInnerGates;
    this.#carried = new Map(this.world.machines.map((machine) => [machine, new Map()]));
  }

  /** Has a machine look at its repository and leaves the look standing after so many gates. */
  async look(machine: Machine, reason: LookReason, gates: number): Promise<LookRun | null> {
    const running = this.#running.get(machine) ?? [];
    if (running.length > (this.#engine.locks ? 0 : 1)) return null;
    const run = new LookRun(this.world, machine, reason, {
      carried: (branch) => this.#carriedOf(machine, branch),
      hasInnerGates: this.#hasInnerGates,
    });
    this.#running.set(machine, [...running, run]);
    await run.start(this.#engine, gates);
    this.#settle(run);
    return run;
  }

  /** Takes up a look that was left standing; `null` where there is none. */
  async goOn(machine: Machine, gates: number, newest = false): Promise<LookRun | null> {
    const run = this.#running.get(machine)?.at(newest ? -1 : 0);
    if (run === undefined) return null;
    await run.goOn(gates);
    this.#settle(run);
    return run;
  }

  /** Ends a machine's agent where it stands, and starts it again. */
  crash(machine: Machine): void {
    this.#running.delete(machine);
    machine.starting = true;
    this.#engine.restart(machine);
  }

  /** Brings every look that is under way to its end. */
  async settleAll(): Promise<void> {
    for (const machine of this.world.machines) {
      while ((await this.goOn(machine, TO_THE_END)) !== null);
    }
  }

  #settle(run: LookRun): void {
    const { machine, report } = run;
    if (report === null) return;
    const others = this.#running.get(machine)?.filter((one) => one !== run) ?? [];
    this.#running.set(machine, others);
    const { hold, failure } = report.result;
    const end = failure === null ? (hold ?? "rest") : failure.kind;
    record(this.world, 9, end.length, () => `    ${machine.name}'s look ends: ${end}`);
    this.#remember(run);
    checkLook(this.world, run, report);
  }

  #carriedOf(machine: Machine, branch: RefName): CommitSet {
    const carried = this.#carried.get(machine)?.get(branch);
    // What somebody emptied the reflogs of and pruned can be compared with nothing any more.
    return carried?.expiries === machine.expiries ? carried.commits : noCommits();
  }

  /**
   * Notes what a look saw on a branch of the remote when it came to rest, as far as HEAD still has
   * it. A look that fails or holds may see more than it can keep; see `remember` in sync/look.ts.
   */
  #remember({ machine, seen, report, expiries }: LookRun): void {
    if (seen?.tip === undefined || seen.follows === undefined || seen.head === null) return;
    const { history } = this.world;
    const commits = this.#carriedOf(machine, seen.follows);
    const rests = report?.result.failure === null && report.result.hold === null;
    if (rests) addAll(commits, history.get(seen.tip).history);
    keepOnly(commits, history.get(seen.head).history);
    this.#carried.get(machine)?.set(seen.follows, { commits, expiries });
  }
}

/** Commits that a machine has and saw on the remote, and how often its reflogs were emptied by then. */
interface Carried {
  readonly commits: CommitSet;
  readonly expiries: number;
}
