import type { JobActionRequest, JobView } from "@hookline/core/client";
import { counted, jobName } from "@hookline/core/words";

type Action = JobActionRequest["action"];

/**
 * Says for how many jobs something was done.
 *
 * @param named a person named the jobs, rather than all that fit
 */
export function actedInWords(action: Action, count: number, named: boolean): string {
  if (count === 0) return named ? "Nothing had to be done." : NONE[action];
  const jobs = counted(count, "job");
  switch (action) {
    case "retry":
      return `Queued ${jobs} again.`;
    case "cancel":
      return `Took back ${jobs}.`;
    case "discard":
      return `Discarded ${jobs}.`;
  }
}

const NONE: Readonly<Record<Action, string>> = {
  retry: "No job failed, so there is nothing to retry.",
  cancel: "No job waits or runs, so there is nothing to cancel.",
  discard: "No job was given up, so there is nothing to discard.",
};

/**
 * Says why something could not be done about a job.
 *
 * @param job as it is now, if there is such a job
 */
export function unfitInWords(action: Action, id: string, job: JobView | undefined): string {
  const name = jobName(id);
  if (job === undefined) return `There is no job ${name}.`;
  if (action === "cancel" && job.kind === "look")
    return `${name} is a sync, which cannot be cancelled; \`hookline pause\` stops syncing.`;
  return `${name} ${STANDS[job.state]}, so it cannot be ${DONE[action]}.`;
}

const STANDS: Readonly<Record<JobView["state"], string>> = {
  queued: "waits for its turn",
  running: "runs",
  retrying: "is to be tried again",
  done: "is done",
  dead: "was given up",
  cancelled: "was cancelled",
};

const DONE: Readonly<Record<Action, string>> = {
  retry: "retried",
  cancel: "cancelled",
  discard: "discarded",
};
