import { MAX_CRASHES } from "./coalesce.ts";
import { transition } from "./job.ts";
import type { JobStanding } from "./job-standing.ts";

/** How the run of a job ended. Times are milliseconds since the epoch. */
export type RunEnd =
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly failure: Failure; readonly runAt: number }
  | { readonly kind: "dead"; readonly failure: Failure }
  | { readonly kind: "released" }
  | { readonly kind: "cancelled" }
  /** Its worker ended, or let the lease run out. */
  | { readonly kind: "crashed" };

type Failure = NonNullable<JobStanding["failure"]>;

/** A job whose run has ended. */
export interface RunningJob extends JobStanding {
  readonly state: "running";
  /** It started something. What a dead worker held without starting it never began. */
  readonly began: boolean;
  /** A person cancelled it while it ran. */
  readonly cancelAsked: boolean;
  /** A newer job for the same thing waits. */
  readonly followed: boolean;
}

/**
 * Returns how a job stands after a run.
 *
 * What did its work is done, whatever came meanwhile. Otherwise a job that a person cancelled is
 * cancelled, and one with a follow-up yields to it: the newer content is what counts. Only crashes in
 * a row count towards {@link MAX_CRASHES}; any other end shows that the job does not end the agent.
 */
export function endRun(running: RunningJob, end: RunEnd, now: number): JobStanding {
  const { runAt, attempts, crashes, failure } = running;
  const same = { runAt, attempts, crashes, failure };
  switch (end.kind) {
    case "done":
      return {
        runAt,
        attempts,
        crashes: 0,
        failure: null,
        state: transition("running", "completed"),
      };
    case "cancelled":
      return { ...same, state: transition("running", "cancelled") };
    case "released":
      return unlessTakenBack(running, givenBack(running, now));
    case "failed":
    case "dead":
      return unlessTakenBack(running, {
        state: transition("running", end.kind === "dead" ? "buried" : "failed"),
        runAt: end.kind === "dead" ? runAt : end.runAt,
        attempts: attempts + 1,
        crashes: 0,
        failure: end.failure,
      });
    case "crashed":
      return unlessTakenBack(
        running,
        running.began ? crashed(running, now) : givenBack(running, now),
      );
  }
}

function unlessTakenBack({ cancelAsked, followed }: RunningJob, next: JobStanding): JobStanding {
  if (cancelAsked) return { ...next, state: transition("running", "cancelled") };
  return followed ? { ...next, state: transition("running", "yielded") } : next;
}

function crashed(running: RunningJob, now: number): JobStanding {
  const crashes = running.crashes + 1;
  const poisoned = crashes >= MAX_CRASHES;
  const often = crashes === 1 ? "once" : `${crashes} times in a row`;
  return {
    ...givenBack(running, now),
    state: transition("running", poisoned ? "poisoned" : "crashed"),
    crashes,
    failure: { kind: "crashed", detail: `The agent ended ${often} in the middle of this job.` },
  };
}

/** It was due when it was taken; a clock that has gone back since must not make it wait again. */
function givenBack({ runAt, attempts, crashes, failure }: RunningJob, now: number): JobStanding {
  return {
    state: transition("running", "released"),
    runAt: Math.min(runAt ?? now, now),
    attempts,
    crashes,
    failure,
  };
}
