import type { Scenario } from "./generate.ts";
import { shrink } from "./shrink.ts";
import { simulate } from "./simulate.ts";
import { ENGINE, type Engine } from "./simulation.ts";

/**
 * Tells a broken promise as the shortest story that still breaks it, with the operations in the
 * form that `regressions.ts` takes.
 */
export async function tellFailure(scenario: Scenario, engine: Engine = ENGINE): Promise<string> {
  const { violation } = await simulate(scenario, engine);
  if (violation === null) return "Every promise is kept.";
  const small = await shrink(scenario, async (one) => {
    const again = await simulate(one, engine);
    return again.violation?.invariant === violation.invariant;
  });
  const { story, violation: broken } = await simulate(small, engine, true);
  const operations = small.operations.map((one) => `    ${JSON.stringify(one)},`);
  return [
    ...story,
    `=> ${broken?.message ?? "nothing"}`,
    `{ machines: ${small.machines}, operations: [`,
    ...operations,
    "] }",
  ].join("\n");
}
