import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { crashAt, runCounting } from "./rig/crashing-port.ts";
import { expectConvergence, makeTrial, type Trial } from "./rig/judge.ts";
import { chosen, DEADLINE_MS } from "./rig/sample.ts";
import { SCENARIOS } from "./rig/scenarios.ts";

describe.each(SCENARIOS)("$name", (scenario) => {
  let trial: Trial;

  beforeAll(async () => {
    trial = await makeTrial(scenario);
  }, DEADLINE_MS);

  afterAll(() => trial.world.remove());

  test(
    "comes right by itself after a crash before or after any call to the outside",
    async () => {
      trial.world.reset();
      const calls = await runCounting(trial);
      expect(calls).toBeGreaterThan(0);
      const points = Array.from({ length: calls }).flatMap((_, at) =>
        (["before", "after"] as const).map((when) => ({ call: at + 1, when })),
      );
      for (const { call, when } of chosen(points, 4)) {
        trial.world.reset();
        await crashAt(trial, call, when);
        await expectConvergence(trial);
      }
    },
    DEADLINE_MS,
  );
});
