import { transition } from "./job.ts";
import { FRESH, type JobStanding } from "./job-standing.ts";

/** A job that waits for its time, its turn or a person. */
export interface WaitingJob {
  readonly state: "queued" | "retrying";
  readonly runAt: number | null;
}

/**
 * Returns how a waiting job stands once a newer one for the same thing has taken its place.
 *
 * One that is `queued` keeps the earlier of both times: a stream of changes must not put it off for
 * ever. One that waits out a backoff becomes a new job, at the newer one's time: its failures say
 * nothing about the new content. What it ran into before is forgotten either way.
 */
export function replaceJob(waiting: WaitingJob, newer: Pick<WaitingJob, "runAt">): JobStanding {
  const state = transition(waiting.state, "replaced");
  const runAt = waiting.state === "queued" ? earlier(waiting.runAt, newer.runAt) : newer.runAt;
  return { ...FRESH, state, runAt };
}

/** A job without a time waits for a person; any time is earlier than that. */
function earlier(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}
