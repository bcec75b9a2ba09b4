import type { JobState } from "./job.ts";

/** What a person can do about jobs. */
export const JOB_ACTIONS = ["retry", "cancel", "discard"] as const;

/** See {@link JOB_ACTIONS}. */
export type JobAction = (typeof JOB_ACTIONS)[number];

/** Which jobs an action is for: of those that a person named, and of all. */
interface Fit {
  readonly named: readonly JobState[];
  /** `--all` means what went wrong, not what was taken back on purpose. */
  readonly all: readonly JobState[];
}

const FITS: Readonly<Record<JobAction, Fit>> = {
  retry: { named: ["queued", "retrying", "dead", "cancelled"], all: ["retrying", "dead"] },
  cancel: {
    named: ["queued", "running", "retrying"],
    all: ["queued", "running", "retrying"],
  },
  discard: { named: ["dead"], all: ["dead"] },
};

/** Returns the states of jobs that an action is for. */
export function statesFor(action: JobAction, named: boolean): readonly JobState[] {
  return FITS[action][named ? "named" : "all"];
}
