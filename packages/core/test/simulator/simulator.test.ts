import { describe, expect, it } from "vitest";
import { BUG_BANK } from "./bug-bank.ts";
import { huntBug } from "./hunt-bug.ts";
import { generate } from "./play/generate.ts";
import { playBatch } from "./play/play-batch.ts";
import { playSeeds } from "./play/play-seeds.ts";
import { simulate } from "./play/simulate.ts";
import { tellFailure } from "./play/tell-failure.ts";
import { REGRESSIONS } from "./regressions.ts";

describe("the engine in a simulated world", () => {
  it.each(Object.entries(REGRESSIONS))("keeps every promise where %s", async (_, scenario) => {
    const { violation, story } = await simulate(scenario, undefined, true);
    expect(violation === null ? [] : [...story, violation.message]).toEqual([]);
  });

  it("keeps every promise over 60,000 seeds of 60 operations", { timeout: 300_000 }, async () => {
    let played = 0;
    const failures: { seed: number; invariant: string }[] = [];
    await playSeeds({
      from: 0,
      count: 60_000,
      length: 60,
      onBatch(result) {
        played += result.count;
        failures.push(...result.failures);
        return failures.length === 0;
      },
    });
    const first = failures[0];
    const story = first === undefined ? "" : await tellFailure(generate(first.seed, 60));
    expect([story, ...failures].filter(Boolean)).toEqual([]);
    expect(played).toBe(60_000);
  });

  it("goes the same way for the same seeds, in another thread too", async () => {
    const digests: number[] = [];
    await playSeeds({
      from: 7_000_000,
      count: 500,
      length: 60,
      onBatch: ({ digest }) => digests.push(digest) > 0,
    });
    const { digest } = await playBatch({ from: 7_000_000, count: 500, length: 60 });
    expect(digests).toEqual([digest]);
    expect((await playBatch({ from: 7_000_001, count: 500, length: 60 })).digest).not.toBe(digest);
  });
});

describe("a mistake in the engine", () => {
  it.each(Object.entries(BUG_BANK))("is found: %s", { timeout: 120_000 }, async (_, engine) => {
    expect(await huntBug(engine, 0)).not.toBeNull();
  });

  it("is told as a story of a few operations", async () => {
    const engine = BUG_BANK["take without a rescue"];
    const hunt = engine && (await huntBug(engine, 0));
    const story = await tellFailure(generate(hunt?.seeds ?? 0, 60), engine);
    expect(story).toContain(`=> ${hunt?.invariant}`);
    expect(story.split("\n").filter((line) => line.includes('"kind"')).length).toBeLessThan(8);
  });
});
