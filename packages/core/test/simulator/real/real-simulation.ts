import { absolutePath } from "../../../src/decide/brands.ts";
import type { LookReason } from "../../../src/decide/look-reason.ts";
import { nextStep } from "../../../src/decide/next-step.ts";
import type { GitDoor } from "../../../src/git/run-git.ts";
import { openGitPort } from "../../../src/sync/git-port.ts";
import type { LookPort } from "../../../src/sync/port.ts";
import { noCommits } from "../model/commit-set.ts";
import type { Machine } from "../model/world.ts";
import { type EngineParts, LookRun } from "../play/look-run.ts";
import { ENGINE, Simulation } from "../play/simulation.ts";
import { compareMachine, compareRemote, compareReports } from "./compare.ts";
import { Objects } from "./objects.ts";
import { type Brushes, type Painted, paintMachine, paintRemote, unpainted } from "./paint.ts";
import type { Repositories } from "./repositories.ts";

/** Git and the model did not do the same. */
class Difference extends Error {}

/** What a test puts between the engine and git, to see that it is noticed. */
export type AlterPort = (port: LookPort) => LookPort;

/** A machine's agent on the real repository. */
interface Twin {
  readonly machine: Machine;
  run: LookRun | null;
  painted: Painted;
}

/**
 * The same world twice: every look runs on the model and on real repositories, left standing at the
 * same gates, and afterwards both must be the same: every ref, index, file and rescue.
 */
export class RealSimulation extends Simulation {
  readonly #brushes: Brushes;
  readonly #twins = new Map<Machine, Twin>();
  readonly #alter: AlterPort;
  #remote = unpainted();

  constructor(repositories: Repositories, machines: number, alter: AlterPort) {
    super(ENGINE, machines, true, { hasInnerGates: false });
    this.#alter = alter;
    this.#brushes = { repositories, objects: new Objects(this.world.history) };
    for (const machine of this.world.machines) {
      const path = absolutePath(repositories.clone(machine.name));
      const twin = { ...machine, path, seenRemotes: [], starting: true };
      this.#twins.set(machine, { machine: twin, run: null, painted: unpainted() });
    }
  }

  override async look(
    machine: Machine,
    reason: LookReason,
    gates: number,
  ): Promise<LookRun | null> {
    await this.#paint();
    const run = await super.look(machine, reason, gates);
    if (run === null) return null;
    const twin = this.#twinOf(machine);
    const around = { carried: noCommits, hasInnerGates: false };
    twin.machine.clock = machine.clock;
    twin.run = new LookRun(this.world, twin.machine, reason, around);
    await twin.run.start(this.#parts(machine), gates);
    await this.#compare(run, twin);
    return run;
  }

  override async goOn(machine: Machine, gates: number): Promise<LookRun | null> {
    await this.#paint();
    const run = await super.goOn(machine, gates);
    if (run === null) return null;
    const twin = this.#twinOf(machine);
    twin.machine.clock = machine.clock;
    await twin.run?.goOn(gates);
    await this.#compare(run, twin);
    return run;
  }

  override crash(machine: Machine): void {
    super.crash(machine);
    const twin = this.#twinOf(machine);
    twin.run = null;
    twin.machine.starting = true;
  }

  #twinOf(machine: Machine): Twin {
    const twin = this.#twins.get(machine);
    if (twin === undefined) throw new Error(`there is no ${machine.name}`);
    return twin;
  }

  #parts(machine: Machine): EngineParts {
    const { repositories } = this.#brushes;
    const root = repositories.clone(machine.name);
    const [gitDir, commonDir] = [absolutePath(`${root}/.git`), absolutePath(`${root}/.git`)];
    const door: GitDoor = { env: repositories.env, log: () => undefined };
    const place = { root: absolutePath(root), gitDir, commonDir };
    const port = openGitPort(door, place, new AbortController().signal);
    return {
      decide: nextStep,
      port: () => unplugged(this.#alter(port), machine),
      operations: () => ({ plan: () => 1, settle: () => true }),
    };
  }

  /** Brings the real repositories to what people did since the last look. */
  async #paint(): Promise<void> {
    this.#remote = paintRemote(this.#brushes, this.world.remote, this.#remote);
    for (const [machine, twin] of this.#twins) {
      twin.painted = await paintMachine(this.#brushes, machine, twin.painted);
    }
  }

  async #compare(run: LookRun, twin: Twin): Promise<void> {
    if (twin.run === null) throw new Difference("only the model looks");
    const found = [
      ...compareReports(run, twin.run),
      ...(await compareMachine(this.#brushes, this.world, run.machine)),
      ...(await compareRemote(this.#brushes, this.world)),
    ];
    if (found.length > 0) throw new Difference(found.join("\n"));
    const { refs, work, index } = run.machine;
    twin.painted = { refs: new Map(refs), work, index };
    this.#remote = { ...this.#remote, refs: new Map(this.world.remote.refs) };
  }
}

/** A port whose machine may have no network. */
function unplugged(port: LookPort, machine: Machine): LookPort {
  const failure = { kind: "offline", detail: "no network" } as const;
  const online =
    <Arguments extends readonly unknown[], Answer>(call: (...args: Arguments) => Promise<Answer>) =>
    (...args: Arguments) =>
      machine.online ? call(...args) : Promise.resolve({ kind: "failed", failure } as const);
  return {
    ...port,
    askRemote: online(port.askRemote),
    isRescuedThere: online(port.isRescuedThere),
    fetch: online(port.fetch),
    rescueRemote: online(port.rescueRemote),
    push: online(port.push),
  };
}
