/** What a runner has to do at one moment. */
export interface Work {
  /** A look, a command or a client's request is under way. */
  readonly busy: boolean;
  /** How many records wait in the spool. */
  readonly spooled: number;
  /** In how many milliseconds the next look is due; negative when it is overdue, `null` without one. */
  readonly dueInMs: number | null;
  /** The same of the next job of a task. */
  readonly taskDueInMs: number | null;
  /** For how long git's own work has held up a look that was made; `null` where none is held up. */
  readonly heldMs: number | null;
}

/**
 * How long a runner has had nothing to do. Times are milliseconds of one clock.
 *
 * - `working`: left when nothing is under way, due soon or spooled.
 * - `quiet`: nothing waits; left by new work, or, after a while, for `over`.
 * - `stuck`: records wait and nobody takes them; left as `quiet` is.
 * - `over`: the runner ends; never left.
 */
export type Idleness =
  | { readonly kind: "working" }
  | { readonly kind: "quiet" | "stuck"; readonly sinceMs: number }
  | { readonly kind: "over"; readonly why: "drained" | "stuck" };

/** Commits come in bursts; a runner that ended between two of them would start again for each. */
const QUIET_MS = 2000;

/**
 * Records that cannot be taken in, on a full disk mostly, are left for the next runner. Shorter than the
 * pause before the agent tries again, since each try makes looks, from memory, and would never end.
 */
const STUCK_MS = 3000;

/** A retry within this time is waited for; a later one is the next runner's, or the agent's. */
const SOON_MS = 5000;

/**
 * A task waits a while for newer changes of its file, five minutes unless it says otherwise. That is what a
 * commit has queued, so it is waited for; a task that is put off for longer is the next runner's, or the agent's.
 */
const TASK_SOON_MS = 15 * 60_000;

/** A job that is overdue for longer will not be started: the queue cannot be written. */
const OVERDUE_MS = 10_000;

/**
 * The last hook of a series (`git am`, `git cherry-pick a..b`) reports before git is done with it. Nobody
 * reports the end, so it is waited for; a person who has to finish it has a hook of their own for that.
 */
const HELD_MS = 60_000;

/** Tells whether a runner may end, from what it has to do now and how it was before. */
export function nextIdleness(
  before: Idleness,
  { busy, spooled, dueInMs, taskDueInMs, heldMs }: Work,
  nowMs: number,
): Idleness {
  if (before.kind === "over") return before;
  const isDue = isWithin(dueInMs, SOON_MS) || isWithin(taskDueInMs, TASK_SOON_MS);
  const isHeld = heldMs !== null && heldMs < HELD_MS;
  if (busy || isDue || isHeld) return { kind: "working" };
  const kind = spooled > 0 ? "stuck" : "quiet";
  if (before.kind !== kind) return { kind, sinceMs: nowMs };
  const lastedMs = nowMs - before.sinceMs;
  if (kind === "stuck") return lastedMs < STUCK_MS ? before : { kind: "over", why: "stuck" };
  return lastedMs < QUIET_MS ? before : { kind: "over", why: "drained" };
}

function isWithin(dueInMs: number | null, soonMs: number): boolean {
  return dueInMs !== null && dueInMs <= soonMs && dueInMs >= -OVERDUE_MS;
}
