import { type JobState, transition } from "./job.ts";
import { FRESH, type JobStanding } from "./job-standing.ts";

/** What a person's retry makes of a job, and of the one that waits for the same thing. */
export type Retried =
  /** Runs, or has done its work. */
  | { readonly kind: "nothing" }
  /** Due now, as if it were new; what waits for the same thing, being older, gives way. */
  | { readonly kind: "due"; readonly standing: JobStanding }
  /** Gives way to its follow-up, which is due now. */
  | {
      readonly kind: "yields";
      readonly state: "cancelled";
      readonly followUp: JobStanding;
    };

/**
 * Returns what becomes of a job that a person wants run now.
 *
 * @param followed a newer job for the same thing waits; it is what the person would want run
 */
export function retryJob(state: JobState, followed: boolean, now: number): Retried {
  switch (state) {
    case "queued":
    case "retrying":
      return { kind: "due", standing: dueNow(state, now) };
    case "dead":
      return followed
        ? { kind: "yields", state: transition(state, "cancelled"), followUp: dueNow("queued", now) }
        : { kind: "due", standing: dueNow(state, now) };
    case "cancelled":
      return followed
        ? { kind: "yields", state, followUp: dueNow("queued", now) }
        : { kind: "due", standing: dueNow(state, now) };
    case "running":
    case "done":
      return { kind: "nothing" };
  }
}

function dueNow(state: "queued" | "retrying" | "dead" | "cancelled", now: number): JobStanding {
  return { ...FRESH, state: transition(state, "retried"), runAt: now };
}
