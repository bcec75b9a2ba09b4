import type { RefName } from "../../../src/decide/brands.ts";
import { asksRemote, type LookReason, occasionOf } from "../../../src/decide/look-reason.ts";
import type { nextStep } from "../../../src/decide/next-step.ts";
import type { Occasion } from "../../../src/decide/observation.ts";
import { type LookReport, type LookTools, look } from "../../../src/sync/look.ts";
import type { LookPort } from "../../../src/sync/port.ts";
import type { CommitSet } from "../model/commit-set.ts";
import {
  headOf,
  type Machine,
  type MachineSettings,
  trackingOf,
  type World,
} from "../model/world.ts";
import { withGates } from "./gates.ts";

/** How far a run may go before it is left standing: past every gate. */
export const TO_THE_END = Number.POSITIVE_INFINITY;

/** What the last reading of the repository said, in our own words and not the engine's. */
interface Seen extends MachineSettings {
  readonly unfinished: boolean;
  readonly head: number | null;
  /** The branch that is checked out, if one is. */
  readonly branch: RefName | undefined;
  /** The branch of the remote that HEAD follows, and where we remember it. */
  readonly follows: RefName | undefined;
  readonly tip: number | undefined;
}

/** What a run needs to know of the simulation that it is part of. */
export interface RunsAround {
  /** What the machine saw on a branch of the remote and holds ever since. */
  readonly carried: (branch: RefName) => CommitSet;
  readonly hasInnerGates: boolean;
}

/** The parts of the engine that a run uses; the bug bank breaks them one at a time. */
export interface EngineParts {
  readonly decide: typeof nextStep;
  readonly port: (world: World, run: LookRun) => LookPort;
  readonly operations: (run: LookRun) => LookTools["operations"];
}

/**
 * One look in the simulated world. It can be left standing at any gate, which is before and after
 * everything that it does, while others go on; a crash is a run that is never taken up again.
 */
export class LookRun {
  readonly world: World;
  readonly machine: Machine;
  readonly occasion: Occasion;
  readonly starting: boolean;
  readonly asks: boolean;
  /** How often the machine's reflogs had been emptied when the run began. */
  readonly expiries: number;
  seen: Seen | null = null;
  report: LookReport | null = null;
  /** A fault met this run, so it may fail. */
  disturbed = false;
  effects = 0;
  /** How often this run had one side's commits take the place of the other's. */
  replaced = 0;
  /** Where this run itself found or put the branches of the remote. */
  readonly #heard = new Map<RefName, number | undefined>();
  readonly #changesBefore: number;
  readonly #carried: (ref: RefName) => CommitSet;
  readonly #hasInnerGates: boolean;
  #allowed = 0;
  #passed = 0;
  #goOn: (() => void) | null = null;
  #stopped: () => void = () => undefined;
  #fault: Error | null = null;

  constructor(world: World, machine: Machine, reason: LookReason, around: RunsAround) {
    this.world = world;
    this.machine = machine;
    this.#carried = around.carried;
    this.#hasInnerGates = around.hasInnerGates;
    this.starting = machine.starting || reason === "start";
    this.occasion = this.starting ? "start" : occasionOf([reason]);
    this.asks = this.starting || asksRemote([reason]);
    this.expiries = machine.expiries;
    this.#changesBefore = world.changes;
  }

  /** Counts a change of our own. */
  changed(): void {
    this.effects += 1;
    this.world.changes += 1;
  }

  /** Whether anybody else changed anything since this run began, or a fault met it. */
  get calm(): boolean {
    return !this.disturbed && this.world.changes === this.#changesBefore + this.effects;
  }

  /** Whether the rules let this machine's history win, as the run last saw them. */
  localWins(): boolean {
    const { seen } = this;
    return seen !== null && seen.alpha && !(this.occasion === "start" && seen.startup === "remote");
  }

  /** What we saw on a branch of the remote and hold ever since. */
  carried(ref: RefName): CommitSet {
    return this.#carried(ref);
  }

  /** Notes what a reading found. */
  read(): void {
    const { settings, unfinished, head, refs } = this.machine;
    const branch = typeof head === "string" ? head : undefined;
    const follows = branch === undefined ? undefined : this.machine.follows.get(branch);
    this.seen = {
      ...settings,
      unfinished: unfinished !== null,
      head: headOf(this.machine),
      branch,
      follows,
      tip: follows === undefined ? undefined : refs.get(trackingOf(follows)),
    };
  }

  /** Notes where a branch of the remote is just now. */
  asked(branch: RefName): void {
    this.#heard.set(branch, this.world.remote.refs.get(branch));
  }

  /** Where this run last heard that a branch is; `undefined` when it is not, or was not asked. */
  heard(branch: RefName): number | undefined {
    return this.#heard.get(branch);
  }

  /** A point at which the run may be left standing. */
  gate(): Promise<void> | undefined {
    this.#passed += 1;
    if (this.#passed <= this.#allowed) return undefined;
    return new Promise((goOn) => {
      this.#goOn = goOn;
      this.#stopped();
    });
  }

  /** A gate in the middle of a call, where only a model can be left standing. */
  innerGate(): Promise<void> | undefined {
    return this.#hasInnerGates ? this.gate() : undefined;
  }

  /** Begins the look and goes through so many gates. */
  async start(parts: EngineParts, gates: number): Promise<void> {
    const { machine, starting } = this;
    this.#allowed = gates;
    await this.#until(() => {
      const tools: LookTools = {
        port: withGates(parts.port(this.world, this), this),
        decide: parts.decide,
        operations: parts.operations(this),
        log: () => undefined,
        now: () => machine.clock,
        monotonic: () => 0,
      };
      const request = {
        repository: machine.path,
        asksRemote: this.asks,
        occasion: this.occasion,
        seenRemotes: machine.seenRemotes,
      };
      void this.#look(tools, request, starting);
    });
  }

  /** Takes the run up again for so many more gates. */
  async goOn(gates: number): Promise<void> {
    this.#allowed = this.#passed + gates;
    await this.#until(() => this.#goOn?.());
  }

  async #until(begin: () => void): Promise<void> {
    const stopped = new Promise<void>((resolve) => {
      this.#stopped = resolve;
    });
    begin();
    await stopped;
    if (this.#fault !== null) throw this.#fault;
  }

  async #look(
    tools: LookTools,
    request: Parameters<typeof look>[1],
    starting: boolean,
  ): Promise<void> {
    try {
      const report = await look(tools, request);
      await this.gate();
      // As agent/after-look.ts keeps it.
      const { failure, hold } = report.result;
      this.machine.seenRemotes = report.seenRemotes;
      this.machine.starting = starting && (failure !== null || hold !== null);
      this.report = report;
    } catch (fault) {
      this.#fault = fault instanceof Error ? fault : new Error(String(fault));
    }
    this.#stopped();
  }
}
