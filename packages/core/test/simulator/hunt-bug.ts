import { generate } from "./play/generate.ts";
import { simulate } from "./play/simulate.ts";
import { type Engine } from "./play/simulation.ts";

/** A planted bug must be found within so many seeds. */
const MOST_SEEDS = 20_000;

/** How a planted bug was found. */
export interface Hunt {
  /** How many seeds it took. */
  readonly seeds: number;
  readonly invariant: string;
}

/**
 * Plays seeds against a broken engine until one breaks a promise that the engine as it is keeps;
 * `null` when none of {@link MOST_SEEDS} does.
 */
export async function huntBug(engine: Engine, from: number): Promise<Hunt | null> {
  for (let seeds = 1; seeds <= MOST_SEEDS; seeds += 1) {
    const scenario = generate(from + seeds, 60);
    const { violation } = await simulate(scenario, engine);
    if (violation === null) continue;
    const healthy = await simulate(scenario);
    if (healthy.violation === null) return { seeds, invariant: violation.invariant };
  }
  return null;
}
