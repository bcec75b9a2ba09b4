import type { JobState } from "./job.ts";

/** How a job stands, as far as the rules of the queue are concerned. Times are milliseconds since the epoch. */
export interface JobStanding {
  readonly state: JobState;
  /** `null`: waits until a person asks for it. */
  readonly runAt: number | null;
  /** Runs that ended in a failure since it was queued or retried by a person. */
  readonly attempts: number;
  /** Runs that never came to an end, in a row. */
  readonly crashes: number;
  /** How the last run ended, if not well. */
  readonly failure: { readonly kind: string; readonly detail: string } | null;
}

/** What every job begins with, and begins with again when it is replaced or a person retries it. */
export const FRESH = { attempts: 0, crashes: 0, failure: null } as const;
