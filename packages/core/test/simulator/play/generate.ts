import { randomFrom } from "../random.ts";
import { type Operation, type OperationKind, WEIGHTS } from "./operations.ts";

/** A world to make and what happens in it, in this order. */
export interface Scenario {
  readonly machines: number;
  readonly operations: readonly Operation[];
}

const KINDS = Object.keys(WEIGHTS) as OperationKind[];

/** Never switched off: without them nothing is ours. */
const ALWAYS: ReadonlySet<OperationKind> = new Set<OperationKind>(["look", "edit", "commit"]);

/** What would be stuck for the rest of a scenario without the other. */
const PAIRS: ReadonlyMap<OperationKind, OperationKind> = new Map([
  ["begin", "finish"],
  ["offline", "online"],
  ["detach", "switch"],
  ["crash", "goOn"],
]);

/**
 * Makes up a scenario. Each seed does without a random half of what can happen, so that rare
 * things meet each other undisturbed (swarm testing).
 */
export function generate(seed: number, length: number): Scenario {
  const random = randomFrom(seed);
  const machines = 2 + random.below(2);
  const picked = KINDS.filter((kind) => ALWAYS.has(kind) || random.oneIn(2));
  const kinds = [...new Set([...picked, ...picked.flatMap((kind) => PAIRS.get(kind) ?? [])])];
  const total = kinds.reduce((sum, kind) => sum + WEIGHTS[kind], 0);
  const pick = (): OperationKind => {
    let left = random.below(total);
    return kinds.find((kind) => (left -= WEIGHTS[kind]) < 0) ?? "look";
  };
  const operations = Array.from({ length }, () => ({
    kind: pick(),
    machine: random.below(machines),
    a: random.below(1000),
    b: random.below(1000),
  }));
  return { machines, operations };
}
