import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectConvergence, makeTrial, type Trial } from "./rig/judge.ts";
import { letTimePass } from "./rig/let-time-pass.ts";
import { chosen, DEADLINE_MS } from "./rig/sample.ts";
import { SCENARIOS } from "./rig/scenarios.ts";
import { type CallPoint, callsOfGit, NO_STRACE, runWithFaultInGit } from "./rig/system-calls.ts";

if (NO_STRACE) console.log(`left out: git killed at each system call: ${NO_STRACE}`);

describe.skipIf(NO_STRACE).each(SCENARIOS)("$name", (scenario) => {
  let trial: Trial;
  let points: readonly CallPoint[];

  beforeAll(async () => {
    trial = await makeTrial(scenario);
    trial.world.reset();
    points = await callsOfGit(trial);
  }, DEADLINE_MS);

  afterAll(() => trial.world.remove());

  test(
    "comes right by itself after git was killed at any system call",
    async () => {
      expect(points.length).toBeGreaterThan(40);
      for (const point of chosen(points, 5)) {
        trial.world.reset();
        await runWithFaultInGit(trial, point, "signal=KILL");
        letTimePass(trial.world);
        await expectConvergence(trial);
      }
    },
    DEADLINE_MS,
  );
});
