import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { GitFailureKind } from "../../src/decide/git-failure.ts";
import { expectConvergence, makeTrial, type Trial } from "./rig/judge.ts";
import { letTimePass } from "./rig/let-time-pass.ts";
import { chosen, DEADLINE_MS } from "./rig/sample.ts";
import { SCENARIOS } from "./rig/scenarios.ts";
import { type CallPoint, callsOfGit, NO_STRACE, runWithFaultInGit } from "./rig/system-calls.ts";

if (NO_STRACE) console.log(`left out: a disk that refuses: ${NO_STRACE}`);

/**
 * What may be said of a disk that refuses. git at times keeps the reason to itself, and a server's
 * disk speaks through the server's own failures.
 */
const WORDS: Readonly<Record<"ENOSPC" | "EIO", readonly GitFailureKind[]>> = {
  ENOSPC: ["disk-full", "unwritable", "unknown", "remote-trouble"],
  EIO: ["disk-full", "unwritable", "unknown", "remote-trouble", "corrupt", "offline"],
};

describe.skipIf(NO_STRACE).each(SCENARIOS)("$name", (scenario) => {
  let trial: Trial;
  let points: readonly CallPoint[];

  beforeAll(async () => {
    trial = await makeTrial(scenario);
    trial.world.reset();
    points = (await callsOfGit(trial)).filter(({ isRefusable }) => isRefusable);
  }, DEADLINE_MS);

  afterAll(() => trial.world.remove());

  test.each(["ENOSPC", "EIO"] as const)(
    "says what is wrong where the disk answers %s, and comes right afterwards",
    async (error) => {
      for (const point of chosen(points, 1)) {
        trial.world.reset();
        const { failure } = await runWithFaultInGit(trial, point, `error=${error}`);
        // What was not needed may fail.
        if (failure !== null && !WORDS[error].includes(failure.kind)) {
          expect.fail(JSON.stringify({ ...point, ...failure }));
        }
        letTimePass(trial.world);
        await expectConvergence(trial);
      }
    },
    DEADLINE_MS,
  );
});
