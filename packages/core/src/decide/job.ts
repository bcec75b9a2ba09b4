/** The states of a job that the queue keeps. */
export const JOB_STATES = ["ready", "running", "retrying", "dead"] as const;

/** See {@link JOB_STATES}; {@link transition} says how each is left. */
export type JobState = (typeof JOB_STATES)[number];

/** Where a job can go: to another state, or out of the queue. */
export type NextJobState = JobState | "gone";

/** What can happen to a job. */
export type JobEvent =
  /** Another reason for the same look arrived; it waits its turn with the others. */
  | "triggered"
  /** A reason arrived that a dead job yields to. */
  | "revived"
  /** A worker took it, under a lease. */
  | "claimed"
  | "completed"
  /** The worker gave it back unfinished, because the agent stops. */
  | "released"
  /** It failed, and time may mend that. */
  | "failed"
  /** It failed, and only a person can mend that. */
  | "buried"
  /** It failed for good, but a newer reason had arrived while it ran. */
  | "superseded"
  /** Its worker ended, or let the lease run out. */
  | "crashed"
  /** As `crashed`, for the third time in a row, or more: it rests a while first. */
  | "crashed-out";

const MOVES = {
  ready: { triggered: "ready", claimed: "running" },
  retrying: { triggered: "retrying", claimed: "running" },
  running: {
    completed: "gone",
    released: "ready",
    failed: "retrying",
    buried: "dead",
    superseded: "ready",
    crashed: "ready",
    "crashed-out": "retrying",
  },
  dead: { triggered: "dead", revived: "ready" },
} as const satisfies Record<JobState, Partial<Record<JobEvent, NextJobState>>>;

type Moves = typeof MOVES;

/**
 * Returns the state that an event leads to; a move that the queue does not know does not compile.
 *
 * - `ready` waits for its time and for its repository. Left when claimed.
 * - `running` is held by one worker under a lease. Left when the worker completes it (it is gone),
 *   releases it or crashes (ready again), fails or crashes again and again (retrying), or when no
 *   retry can help (dead).
 *   Triggers do not touch it: they make a second job, the follow-up.
 * - `retrying` failed and waits out its backoff. Left when claimed.
 * - `dead` waits for a person, seen by everyone. Left when revived by a newer reason.
 */
export function transition<State extends JobState, Event extends keyof Moves[State]>(
  state: State,
  event: Event,
): Moves[State][Event] {
  return MOVES[state][event];
}
