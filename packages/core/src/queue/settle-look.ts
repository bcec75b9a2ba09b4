import type { Clock } from "../clock.ts";
import type { AbsolutePath } from "../decide/brands.ts";
import { FAILURES, type GitFailure } from "../decide/git-failure.ts";
import { retryDelayMs } from "../decide/retry.ts";
import type { Log } from "../log/events.ts";
import type { LeasedLook, LookStore } from "./look-store.ts";

/** What settling a look takes. */
export interface SettleTools {
  readonly jobs: LookStore;
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1); spreads retries. */
  readonly random: () => number;
}

/** A look that has ended; `leased` is undefined where it came from memory. */
export interface EndedLook {
  readonly repository: AbsolutePath;
  readonly reasons: readonly string[];
  readonly leased: LeasedLook | undefined;
  readonly failure: GitFailure | null;
}

/** Writes down what becomes of a look that has ended: nothing, another try, or a wait for a person. */
export function settleLook(tools: SettleTools, look: EndedLook): void {
  const { jobs, log } = tools;
  const { repository, leased, failure } = look;
  if (failure === null) {
    if (leased && jobs.complete(leased.token))
      log("job.completed", { job: leased.job, repository });
  } else if (failure.kind === "stopped") {
    // A look from memory is made again by the next start, as every look is.
    if (leased) jobs.release(leased.token);
  } else if (failure.waitsUntil !== undefined) {
    // A look from memory is made again by the next poll, which costs no question either.
    if (leased) waitForHost(tools, leased, failure, failure.waitsUntil);
  } else {
    settleFailure(tools, look, failure);
  }
}

function waitForHost(
  { jobs, log }: SettleTools,
  { job, repository, token }: LeasedLook,
  failure: GitFailure,
  runAt: number | null,
): void {
  if (jobs.wait(token, { failure, runAt })) {
    log("job.waits", { job, repository, failure: failure.kind });
  }
}

/** A failed look from memory joins the queue. */
function settleFailure(
  { jobs, clock, log, random }: SettleTools,
  { repository, reasons, leased }: EndedLook,
  failure: GitFailure,
): void {
  const attempt = leased?.attempt ?? 1;
  const delayMs = retryDelayMs(FAILURES[failure.kind].retry, attempt, random());
  if (delayMs === null) {
    const job =
      leased?.job ?? jobs.keepFailed(repository, reasons, { kind: "buried", failure }).job;
    if (leased) jobs.bury(leased.token, failure);
    log("job.dead", { job, repository, failure: failure.kind });
    return;
  }
  const runAt = clock.now() + delayMs;
  const job =
    leased?.job ?? jobs.keepFailed(repository, reasons, { kind: "failed", failure, runAt }).job;
  if (leased) jobs.reschedule(leased.token, { failure, runAt });
  log("job.retry-scheduled", { job, repository, attempt, delayMs, failure: failure.kind });
}
