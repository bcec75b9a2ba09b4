import type { LookState } from "../decide/coalesce.ts";
import type { Activity } from "../decide/repository-status.ts";
import type { QueuedLook } from "../queue/look-row.ts";
import type { QueueStatus } from "../socket/status-schema.ts";
import type { QueueView } from "./tracked-repository.ts";

/**
 * Says what the queue means for one repository.
 *
 * @param jobs the repository's jobs: at most one that runs and one that waits
 */
export function queueView(
  jobs: readonly QueuedLook[],
  looking: boolean,
  waiting: boolean,
): QueueView {
  const job = jobs.find(({ state }) => state !== "running");
  return {
    activity: activityOf(job, looking, waiting),
    attempts: Math.max(0, ...jobs.map(({ attempts }) => attempts)),
    retryAt: job?.state === "retrying" ? job.runAt : null,
    failure: job?.failure?.kind === "crashed" ? job.failure : null,
  };
}

/** Counts what waits, runs and failed: looks and tasks together. */
export function queueStatus(
  looks: Readonly<Record<LookState, number>>,
  tasks: Readonly<Record<LookState, number>>,
  spooled: number,
): QueueStatus {
  return {
    queued: looks.queued + tasks.queued,
    running: looks.running + tasks.running,
    retrying: looks.retrying + tasks.retrying,
    dead: looks.dead + tasks.dead,
    spooled,
  };
}

function activityOf(job: QueuedLook | undefined, looking: boolean, waiting: boolean): Activity {
  if (looking) return "looking";
  switch (job?.state) {
    case "dead":
      return "gave-up";
    case "retrying":
      return "retrying";
    case "queued":
      return "queued";
    default:
      return waiting ? "queued" : "resting";
  }
}
