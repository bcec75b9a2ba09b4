import { checkRest } from "../checks/check-rest.ts";
import { Violation } from "../checks/violation.ts";
import type { Scenario } from "./generate.ts";
import { perform } from "./operations.ts";
import { ENGINE, type Engine, Simulation } from "./simulation.ts";

/** How a scenario went. */
export interface Outcome {
  /** The promise that was broken, if one was. */
  readonly violation: Violation | null;
  /** A digest of all that happened, in its order. */
  readonly trace: number;
  /** What happened, for people; empty unless it was asked for. */
  readonly story: readonly string[];
}

/** Plays a scenario to its end, or to the first broken promise. */
export async function simulate(
  scenario: Scenario,
  engine: Engine = ENGINE,
  told = false,
): Promise<Outcome> {
  const simulation = new Simulation(engine, scenario.machines, told);
  const { world } = simulation;
  let violation: Violation | null = null;
  try {
    for (const operation of scenario.operations) await perform(simulation, operation);
    await checkRest(simulation);
  } catch (broken) {
    // Whatever else is thrown is a fault of the engine too: it must never throw.
    violation = broken instanceof Violation ? broken : new Violation("throws", String(broken));
  }
  return { violation, trace: world.trace, story: world.story ?? [] };
}
