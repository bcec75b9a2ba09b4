import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runChildEngine } from "./rig/child-engine.ts";
import { gitShim, KILL_AFTER, KILL_BEFORE } from "./rig/git-shim.ts";
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
    "comes right by itself after the engine was killed before or after any git",
    async () => {
      trial.world.reset();
      const counting = gitShim(trial.world);
      expect(await runChildEngine(trial, counting)).toMatchObject({ code: 0, stderr: "" });
      const points = counting
        .calls()
        .flatMap(({ number }) => [KILL_BEFORE, KILL_AFTER].map((harm) => ({ number, harm })));
      for (const { number, harm } of chosen(points, 3)) {
        trial.world.reset();
        const ended = await runChildEngine(trial, gitShim(trial.world, harm, number));
        expect(ended.signal).toBe("SIGKILL");
        await expectConvergence(trial);
      }
    },
    DEADLINE_MS,
  );
});
