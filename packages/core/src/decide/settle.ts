import { type LookJob, MAX_CRASHES, uniteReasons, type WaitingLookJob } from "./coalesce.ts";
import type { GitFailure } from "./git-failure.ts";
import { transition } from "./job.ts";

/** How a run ended, other than well. Times are milliseconds since the epoch. */
export type Ending =
  | { readonly kind: "released" }
  | { readonly kind: "failed"; readonly failure: GitFailure; readonly runAt: number }
  | { readonly kind: "buried"; readonly failure: GitFailure }
  /** It did not ask its remote, for another look's sake; until `runAt`, or `null` for a person's act. */
  | { readonly kind: "waits"; readonly failure: GitFailure; readonly runAt: number | null }
  | { readonly kind: "crashed"; readonly at: number };

/**
 * Returns what becomes of a job whose run did not end well.
 *
 * A follow-up, if one was waiting, is folded into it: no reason is lost, and the job is due when
 * the follow-up was. Only crashes count towards {@link MAX_CRASHES}; any other ending shows that
 * the look does not end the agent, and starts that count again.
 */
export function settle(
  running: LookJob,
  followUp: Pick<LookJob, "reasons" | "runAt"> | undefined,
  ending: Ending,
): WaitingLookJob {
  const reasons = uniteReasons(running.reasons, followUp?.reasons ?? []);
  const dueBy = (runAt: number): number => Math.min(runAt, followUp?.runAt ?? runAt);
  switch (ending.kind) {
    case "released":
      return {
        ...running,
        state: transition("running", "released"),
        reasons,
        runAt: dueBy(running.runAt),
      };
    case "failed":
      return {
        state: transition("running", "failed"),
        reasons,
        runAt: dueBy(ending.runAt),
        attempts: running.attempts + 1,
        crashes: 0,
        failure: ending.failure,
      };
    case "waits":
      return waits({ ...running, reasons, crashes: 0, failure: ending.failure }, followUp, ending);
    case "buried":
      return {
        state: transition("running", followUp === undefined ? "buried" : "superseded"),
        reasons,
        runAt: followUp?.runAt ?? running.runAt,
        attempts: followUp === undefined ? running.attempts + 1 : 0,
        crashes: 0,
        failure: ending.failure,
      };
    case "crashed":
      return crashed({ ...running, reasons }, dueBy(Math.min(running.runAt, ending.at)), ending.at);
  }
}

/** Waiting for a host is no attempt: the backoff goes on from where it was. */
function waits(
  running: LookJob,
  followUp: Pick<LookJob, "runAt"> | undefined,
  { runAt }: Extract<Ending, { kind: "waits" }>,
): WaitingLookJob {
  if (runAt !== null) {
    const dueAt = Math.min(runAt, followUp?.runAt ?? runAt);
    return { ...running, state: transition("running", "failed"), runAt: dueAt };
  }
  return followUp === undefined
    ? { ...running, state: transition("running", "buried") }
    : { ...running, state: transition("running", "superseded"), runAt: followUp.runAt };
}

/**
 * How long a look rests that has ended the agent {@link MAX_CRASHES} times. It may be the look's
 * fault, and every start would be its victim; or the machine's (its memory, its power), and then
 * nobody is there to say so.
 */
const CRASH_REST_MS = 3_600_000;

function crashed(running: LookJob, dueAt: number, at: number): WaitingLookJob {
  const crashes = running.crashes + 1;
  if (crashes < MAX_CRASHES) {
    return { ...running, state: transition("running", "crashed"), crashes, runAt: dueAt };
  }
  const failure: GitFailure = {
    kind: "crashed",
    detail: `The agent ended ${crashes} times in the middle of this look.`,
  };
  const runAt = at + CRASH_REST_MS;
  return { ...running, state: transition("running", "crashed-out"), crashes, failure, runAt };
}
