import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectConvergence, makeTrial, type Trial } from "./rig/judge.ts";
import { letTimePass } from "./rig/let-time-pass.ts";
import { chosen, DEADLINE_MS } from "./rig/sample.ts";
import { SCENARIOS } from "./rig/scenarios.ts";
import {
  type CallPoint,
  callsOfEngine,
  NO_STRACE,
  runWithFaultInEngine,
} from "./rig/system-calls.ts";

if (NO_STRACE) console.log(`left out: the engine killed at each system call: ${NO_STRACE}`);

describe.skipIf(NO_STRACE).each(SCENARIOS)("$name", (scenario) => {
  let trial: Trial;
  let points: readonly CallPoint[];

  beforeAll(async () => {
    trial = await makeTrial(scenario);
    trial.world.reset();
    points = await callsOfEngine(trial);
  }, DEADLINE_MS);

  afterAll(() => trial.world.remove());

  test(
    "comes right by itself after the engine was killed at any system call",
    async () => {
      expect(points.length).toBeGreaterThan(10);
      for (const point of chosen(points, 3)) {
        trial.world.reset();
        await runWithFaultInEngine(trial, point, "signal=KILL");
        letTimePass(trial.world);
        await expectConvergence(trial);
      }
    },
    DEADLINE_MS,
  );
});
