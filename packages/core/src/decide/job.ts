/** The states of a job, in the order of its life; the last three are ends. */
export const JOB_STATES = ["queued", "running", "retrying", "done", "dead", "cancelled"] as const;

/** See {@link JOB_STATES}; {@link transition} says how each is left. */
export type JobState = (typeof JOB_STATES)[number];

/** Where a job can go: to another state, or out of the queue. */
export type NextJobState = JobState | "gone";

/** What can happen to a job. */
export type JobEvent =
  /** Another reason for the same look arrived; it waits its turn with the others. */
  | "triggered"
  /** A newer job for the same thing takes its place. */
  | "replaced"
  /** A worker took it, under a lease. */
  | "claimed"
  | "completed"
  /** The worker gave it back unfinished, because the agent stops. */
  | "released"
  /** It failed, and time may mend that. */
  | "failed"
  /** It failed for good; only a person can mend that. */
  | "buried"
  /** A look failed for good, but a newer reason had arrived while it ran. */
  | "superseded"
  /** It did not end well, and a newer job for the same thing waits. */
  | "yielded"
  /** Its worker ended, or let the lease run out. */
  | "crashed"
  /** As `crashed`, for the third time in a row, or more: a look rests a while first. */
  | "crashed-out"
  /** As `crashed-out`, for a job that may be the cause: it waits for a person. */
  | "poisoned"
  /** A person takes it back, or gives it up. */
  | "cancelled"
  /** A person wants it run now. */
  | "retried"
  /** A reason arrived that a dead look yields to. */
  | "revived"
  /** It has been kept long enough. */
  | "pruned";

const MOVES = {
  queued: {
    triggered: "queued",
    replaced: "queued",
    claimed: "running",
    cancelled: "cancelled",
    retried: "queued",
  },
  running: {
    completed: "done",
    released: "queued",
    failed: "retrying",
    buried: "dead",
    superseded: "queued",
    yielded: "cancelled",
    crashed: "queued",
    "crashed-out": "retrying",
    poisoned: "dead",
    cancelled: "cancelled",
  },
  retrying: {
    triggered: "retrying",
    replaced: "queued",
    claimed: "running",
    cancelled: "cancelled",
    retried: "queued",
  },
  done: { pruned: "gone" },
  dead: { triggered: "dead", revived: "queued", retried: "queued", cancelled: "cancelled" },
  cancelled: { retried: "queued", pruned: "gone" },
} as const satisfies Record<JobState, Partial<Record<JobEvent, NextJobState>>>;

type Moves = typeof MOVES;

/**
 * Returns the state that an event leads to; a move that the queue does not know does not compile.
 *
 * One life for looks and for tasks. Looks know no end but `dead`: one that is done leaves the queue at
 * once, and nobody cancels one.
 *
 * - `queued` waits for its time, for its turn, or for a person to ask. Left when claimed or cancelled.
 *   What comes for the same thing meanwhile is folded into it.
 * - `running` is held by one worker under a lease. Left when the worker completes it (done), releases
 *   it or crashes (queued again), fails (retrying), or when no retry can help (dead). Nothing that
 *   arrives touches it: that makes a second job, to which it yields if it does not end well.
 * - `retrying` failed and waits out its backoff. Left as `queued` is.
 * - `done` did its work. Left when pruned.
 * - `dead` waits for a person, seen by everyone, however long. Left when retried, cancelled, or, for
 *   a look, revived by a newer reason.
 * - `cancelled` was taken back or gave way. Left when retried or pruned.
 */
export function transition<State extends JobState, Event extends keyof Moves[State]>(
  state: State,
  event: Event,
): Moves[State][Event] {
  return MOVES[state][event];
}
