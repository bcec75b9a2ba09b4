import type { GitFailure } from "./git-failure.ts";
import { transition } from "./job.ts";

/**
 * How much a trigger weighs against a look that already failed.
 *
 * - `routine` (a poll): a waiting retry keeps its time, a dead look stays dead.
 * - `urgent` (the agent starts, the machine woke): cuts a retry short, unless the look has ended the
 *   agent again and again, and brings back a dead look.
 * - `asked` (a commit, a person): brings back any dead look.
 */
export type Urgency = "routine" | "urgent" | "asked";

/** Reasons to look at a repository, and from when on (milliseconds since the epoch). */
export interface Trigger {
  readonly reasons: readonly string[];
  readonly runAt: number;
  readonly urgency: Urgency;
}

/** The states of a look. One that is done leaves the queue at once. */
export const LOOK_STATES = ["queued", "running", "retrying", "dead"] as const;

/** See {@link LOOK_STATES}. */
export type LookState = (typeof LOOK_STATES)[number];

/** A look's job as the rules see it. Times are milliseconds since the epoch. */
export interface LookJob {
  readonly state: LookState;
  readonly reasons: readonly string[];
  readonly runAt: number;
  /** Runs that ended in a failure, in a row. */
  readonly attempts: number;
  /** Runs that never came to an end, in a row. */
  readonly crashes: number;
  /** How the last run ended, if it failed. */
  readonly failure: GitFailure | null;
}

/** A job that no worker holds. */
export type WaitingLookJob = LookJob & { readonly state: Exclude<LookState, "running"> };

/** Crashes in a row after which a job rests: what ends the agent every time must not do so at every start. */
export const MAX_CRASHES = 3;

/** Reasons kept per job. They only explain the look, which sees everything anyway. */
export const MAX_REASONS = 16;

/** Returns both lists as one without repetition, at most {@link MAX_REASONS} long, the older first. */
export function uniteReasons(
  older: readonly string[],
  newer: readonly string[],
): readonly string[] {
  return [...new Set([...older, ...newer])].slice(0, MAX_REASONS);
}

/**
 * Folds a trigger into the job of its repository that waits already, or makes the first one.
 *
 * A retry keeps its attempts, however urgent the trigger: its backoff goes on from there.
 */
export function coalesce(waiting: WaitingLookJob | undefined, trigger: Trigger): WaitingLookJob {
  const reasons = uniteReasons(waiting?.reasons ?? [], trigger.reasons);
  const fresh = { reasons, attempts: 0, crashes: 0, failure: null };
  if (waiting === undefined) return { ...fresh, state: "queued", runAt: trigger.runAt };
  const sooner = Math.min(waiting.runAt, trigger.runAt);
  switch (waiting.state) {
    case "queued":
      return { ...waiting, state: transition("queued", "triggered"), reasons, runAt: sooner };
    case "retrying": {
      const runAt = cutsShort(waiting, trigger.urgency) ? sooner : waiting.runAt;
      return { ...waiting, state: transition("retrying", "triggered"), reasons, runAt };
    }
    case "dead":
      return trigger.urgency !== "routine"
        ? { ...fresh, state: transition("dead", "revived"), runAt: trigger.runAt }
        : { ...waiting, state: transition("dead", "triggered"), reasons };
  }
}

/** A look that has ended the agent again and again rests: else every start would be its victim. */
function cutsShort({ crashes }: WaitingLookJob, urgency: Urgency): boolean {
  return urgency === "asked" || (urgency === "urgent" && crashes < MAX_CRASHES);
}
