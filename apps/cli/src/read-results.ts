import type { ResultsRequest, TaskResult } from "@hookline/core/client";
import type { JobDesk } from "./job-desk.ts";

/**
 * How many outputs travel in one reply: a megabyte is kept of each, and an agent sends two at most.
 */
const WHOLE_AT_ONCE = 2;

/** The most that one reply carries without them. */
const MOST_AT_ONCE = 200;

/** Which results a person wants to see. */
export type ResultChoice = Omit<ResultsRequest, "most" | "before">;

/** Reads the newest results, page by page. */
export async function readResults(
  desk: JobDesk,
  choice: ResultChoice,
  most: number,
): Promise<readonly TaskResult[]> {
  const results: TaskResult[] = [];
  const atOnce = choice.output ? WHOLE_AT_ONCE : MOST_AT_ONCE;
  while (results.length < most) {
    const page = Math.min(atOnce, most - results.length);
    const before = results.at(-1)?.id ?? null;
    const reply = await desk.results({ ...choice, before, most: page });
    results.push(...reply.results);
    if (reply.results.length < page) break;
  }
  return results;
}
