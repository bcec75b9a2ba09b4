import { availableParallelism } from "node:os";
import { describe, expect, it } from "vitest";
import { generate } from "../play/generate.ts";
import { REGRESSIONS } from "../regressions.ts";
import type { AlterPort } from "./real-simulation.ts";
import { simulateReal } from "./simulate-real.ts";

const SEEDS = 200;
const LENGTH = 25;

/** Plays seeds until one shows a problem; resolves to what it shows. */
async function firstProblem(seeds: number, alter?: AlterPort): Promise<string | null> {
  let problem: string | null = null;
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < seeds && problem === null) {
      const seed = next;
      next += 1;
      const outcome = await simulateReal(generate(seed, LENGTH), alter);
      if (outcome.problem === null) continue;
      problem ??= [`seed ${seed}`, ...outcome.story, outcome.problem].join("\n");
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return problem;
}

describe("the engine on real repositories", { timeout: 1_800_000 }, () => {
  it.each(Object.entries(REGRESSIONS))("does as in the model where %s", async (_, scenario) => {
    expect((await simulateReal(scenario)).problem).toBeNull();
  });

  it(`does as in the model over ${SEEDS} seeds of ${LENGTH} operations`, async () => {
    expect(await firstProblem(SEEDS)).toBeNull();
  });

  it("is noticed where git does something else", async () => {
    const forgetful: AlterPort = (port) => ({
      ...port,
      push: () => Promise.resolve({ kind: "done" }),
    });
    expect(await firstProblem(20, forgetful)).toContain("remote: refs/heads/main is");
    const careless: AlterPort = (port) => ({
      ...port,
      moveBranch: (request) => port.moveBranch({ ...request, to: request.from }),
    });
    expect(await firstProblem(20, careless)).not.toBeNull();
  });
});
