import { ok } from "node:assert/strict";
import type { JobId, Retention } from "../../src/queue/job-queue.ts";
import type { ExpectedJob } from "./expected-job.ts";

/**
 * Checks what pruning left, once it has said that it is done.
 *
 * @param jobs as they were before, the oldest first
 */
export function prunesRightly(
  jobs: readonly ExpectedJob[],
  kept: ReadonlySet<JobId>,
  { finishedBefore, mostFinished }: Retention,
): void {
  // The newest row stays, so that no id comes twice.
  const newest = jobs.at(-1)?.id;
  const finished = jobs.filter(({ state }) => state === "done" || state === "cancelled");
  ok(
    jobs.every((job) => kept.has(job.id) || finished.includes(job)),
    "pruned what has not finished",
  );
  for (const job of finished) {
    // So many finished after it, or with it, or stay in any case.
    const newer = finished.filter(
      (one) => one.id === newest || (one !== job && finishedAt(one) >= finishedAt(job)),
    );
    const isTooOld = finishedAt(job) < finishedBefore;
    if (!kept.has(job.id)) ok(isTooOld || newer.length >= mostFinished, "pruned too early");
    else if (job.id !== newest) ok(!isTooOld, "kept what is too old");
  }
  const stay = finished.filter(({ id }) => kept.has(id) && id !== newest);
  ok(stay.length <= mostFinished, "kept more than asked");
}

function finishedAt(job: ExpectedJob): number {
  return job.finishedAt ?? Number.NaN;
}
