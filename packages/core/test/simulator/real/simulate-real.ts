import { checkRest } from "../checks/check-rest.ts";
import type { Scenario } from "../play/generate.ts";
import { type OperationKind, perform } from "../play/operations.ts";
import { type AlterPort, RealSimulation } from "./real-simulation.ts";
import { makeRepositories } from "./repositories.ts";

/** Faults that only the model can have at will, and losses of objects that it does not paint. */
const MODEL_ONLY: ReadonlySet<OperationKind> = new Set<OperationKind>([
  "loseReply",
  "fillDisk",
  "restore",
  "prune",
  "pruneThere",
]);

/** How a scenario went on real repositories. */
export interface RealOutcome {
  /** What was broken or differed; `null` where nothing was. */
  readonly problem: string | null;
  readonly story: readonly string[];
}

/** Plays a scenario on the model and on real repositories alike. */
export async function simulateReal(
  { machines, operations }: Scenario,
  alter: AlterPort = (port) => port,
): Promise<RealOutcome> {
  const names = ["ann", "bob", "cho"].slice(0, machines);
  const repositories = await makeRepositories(names);
  const simulation = new RealSimulation(repositories, machines, alter);
  let problem: string | null = null;
  try {
    for (const operation of operations) {
      if (!MODEL_ONLY.has(operation.kind)) await perform(simulation, operation);
    }
    await checkRest(simulation);
  } catch (broken) {
    problem = String(broken instanceof Error ? (broken.stack ?? broken) : broken);
  } finally {
    repositories.remove();
  }
  return { problem, story: simulation.world.story ?? [] };
}
