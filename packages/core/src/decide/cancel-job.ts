import { type JobState, transition } from "./job.ts";

/**
 * Returns what becomes of a job that a person cancels.
 *
 * `asks`: it runs, so its worker is told and ends it. `nothing`: it has ended already.
 */
export function cancelJob(state: JobState): "cancelled" | "asks" | "nothing" {
  switch (state) {
    case "queued":
    case "retrying":
    case "dead":
      return transition(state, "cancelled");
    case "running":
      return "asks";
    case "done":
    case "cancelled":
      return "nothing";
  }
}
