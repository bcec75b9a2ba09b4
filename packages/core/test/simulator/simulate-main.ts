import { parseArgs } from "node:util";
import { BUG_BANK } from "./bug-bank.ts";
import { huntBug } from "./hunt-bug.ts";
import { generate } from "./play/generate.ts";
import { playSeeds } from "./play/play-seeds.ts";
import { tellFailure } from "./play/tell-failure.ts";

/*
 * `npm run simulate -- [--seeds N | --forever | --seed X | --bugs] [--from X] [--length N]`: plays
 * scenarios against the engine until one breaks a promise, and tells that one as a short story.
 */
const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    seeds: { type: "string", default: "100000" },
    from: { type: "string" },
    length: { type: "string", default: "60" },
    forever: { type: "boolean", default: false },
    bugs: { type: "boolean", default: false },
  },
});
const length = Number(values.length);

if (values.bugs) await huntBugs();
else if (values.seed !== undefined)
  console.log(await tellFailure(generate(Number(values.seed), length)));
else process.exitCode = await play();

/** Plays seeds that nobody has played before, unless told where to begin. */
async function play(): Promise<number> {
  const from = Number(values.from ?? Date.now() * 1000);
  const count = values.forever ? Number.POSITIVE_INFINITY : Number(values.seeds);
  const startedAt = performance.now();
  let [played, saidAt] = [0, startedAt];
  const failed: number[] = [];
  const say = (): void => {
    const perSecond = played / ((performance.now() - startedAt) / 1000);
    console.log(
      `${played} seeds from ${from}, ${perSecond.toFixed(0)} a second, ${failed.length} failed`,
    );
  };
  await playSeeds({
    from,
    count,
    length,
    onBatch(result) {
      played += result.count;
      failed.push(...result.failures.map(({ seed }) => seed));
      if (performance.now() - saidAt > 10_000) {
        saidAt = performance.now();
        say();
      }
      return failed.length === 0;
    },
  });
  say();
  const first = failed[0];
  if (first === undefined) return 0;
  console.log(
    `seed ${first} of ${length} operations:\n${await tellFailure(generate(first, length))}`,
  );
  return 1;
}

/** Says how many seeds it takes to find each planted bug. */
async function huntBugs(): Promise<void> {
  const trials = 9;
  for (const [name, engine] of Object.entries(BUG_BANK)) {
    const counts: number[] = [];
    for (let trial = 0; trial < trials; trial += 1) {
      const hunt = await huntBug(engine, trial * 1_000_000);
      counts.push(hunt?.seeds ?? Number.POSITIVE_INFINITY);
    }
    counts.sort((one, other) => one - other);
    const median = counts[Math.floor(trials / 2)];
    console.log(`${name.padEnd(42)} median ${median}, worst ${counts.at(-1)} seeds`);
  }
}
