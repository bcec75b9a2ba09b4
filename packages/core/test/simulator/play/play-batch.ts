import { z } from "zod";
import { generate } from "./generate.ts";
import { simulate } from "./simulate.ts";

/** Seeds to play, one after the other. */
export const batchSchema = z.object({
  from: z.int(),
  count: z.int(),
  /** Operations of each. */
  length: z.int(),
});

/** See {@link batchSchema}. */
export type Batch = z.output<typeof batchSchema>;

/** How a batch went; what a thread sends back. */
export const batchResultSchema = z.object({
  from: z.int(),
  count: z.int(),
  failures: z.array(z.object({ seed: z.int(), invariant: z.string() })),
  /** A digest of every trace; the same for the same batch. */
  digest: z.int(),
});

/** See {@link batchResultSchema}. */
export type BatchResult = z.output<typeof batchResultSchema>;

/** One seed in so many is played twice, to see that it gives the same trace. */
const TWICE = 100;

/** Plays a batch of seeds. */
export async function playBatch({ from, count, length }: Batch): Promise<BatchResult> {
  const failures: BatchResult["failures"] = [];
  let digest = 0;
  for (let seed = from; seed < from + count; seed += 1) {
    const scenario = generate(seed, length);
    const { violation, trace } = await simulate(scenario);
    digest = Math.imul(digest ^ trace, 0x01000193) >>> 0;
    if (violation !== null) failures.push({ seed, invariant: violation.invariant });
    if (seed % TWICE !== 0) continue;
    const again = await simulate(scenario);
    if (again.trace !== trace) failures.push({ seed, invariant: "determinism" });
  }
  return { from, count, failures, digest };
}
