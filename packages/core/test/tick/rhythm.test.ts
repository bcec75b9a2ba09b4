import { describe, expect, test } from "vitest";
import { Rhythm } from "../../src/agent/rhythm.ts";
import { absolutePath } from "../../src/decide/brands.ts";
import { FakeClock } from "../../src/testing/fake-clock.ts";

const here = absolutePath("/here");

function aRhythm(intervalMs: () => number | null) {
  const clock = new FakeClock();
  const beats: string[] = [];
  const rhythm = new Rhythm({
    clock,
    random: () => 0.5,
    intervalMs,
    firstDelayMs: (ms, luck) => ms * luck,
    beat: (path) => void beats.push(path),
  });
  /** Lets time pass, and what waited for it happen. */
  const pass = async (ms: number) => {
    clock.advance(ms);
    await new Promise(setImmediate);
    return beats.splice(0).length;
  };
  return { rhythm, pass };
}

describe("a rhythm", () => {
  test("begins within one interval and goes on at each", async () => {
    const { rhythm, pass } = aRhythm(() => 1000);
    rhythm.add(here);
    expect(await pass(499)).toBe(0);
    expect(await pass(1)).toBe(1);
    expect(await pass(999)).toBe(0);
    expect(await pass(1)).toBe(1);
    rhythm.remove(here);
    expect(await pass(5000)).toBe(0);
  });

  test("is silent where there is none, until there is one", async () => {
    let interval: number | null = null;
    const { rhythm, pass } = aRhythm(() => interval);
    rhythm.add(here);
    expect(await pass(100_000)).toBe(0);
    interval = 1000;
    expect(await pass(100_000)).toBe(0);
    rhythm.retime(here);
    expect(await pass(500)).toBe(1);
    interval = null;
    expect(await pass(1000)).toBe(1);
    expect(await pass(100_000)).toBe(0);
    rhythm.close();
  });

  test("takes up a new interval at once", async () => {
    let interval = 1_000_000;
    const { rhythm, pass } = aRhythm(() => interval);
    rhythm.add(here);
    interval = 1000;
    rhythm.retime(here);
    expect(await pass(500)).toBe(1);
    rhythm.close();
  });
});
