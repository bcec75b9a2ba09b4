import type { AbsolutePath } from "../decide/brands.ts";
import { coalesce, type Trigger, uniteReasons, type WaitingLookJob } from "../decide/coalesce.ts";
import { type Ending, settle } from "../decide/settle.ts";
import { Bug } from "../errors.ts";
import { jobColumns, type QueuedLook, type WaitingLook } from "./look-row.ts";
import type { LookTable } from "./look-table.ts";

/*
 * The queue's moves: each reads what is there, lets the pure rules decide, and writes the result.
 * They run inside one transaction of the caller.
 */

/** Reasons to look at one repository. */
export interface LookTrigger extends Trigger {
  readonly repository: AbsolutePath;
}

/** Folds a trigger into the look that waits, or adds one; writes only what changes. */
export function addTrigger(table: LookTable, trigger: LookTrigger, now: number): QueuedLook {
  const { repository } = trigger;
  const waiting = table.waiting.first({ repository });
  return replaceWaiting(table, { repository, waiting, next: coalesce(waiting, trigger), now });
}

/** Ends a run that did not end well. Its follow-up goes first: only one job of a repository may wait. */
export function endRun(table: LookTable, running: QueuedLook, ending: Ending): QueuedLook {
  const followUp = table.waiting.first({ repository: running.repository });
  if (followUp !== undefined) table.remove({ job: followUp.job });
  const next = settle(running, followUp, ending);
  table.update({ job: running.job, ...jobColumns(next) });
  return { ...running, ...next };
}

/** Adds a look that ran outside the queue and failed, as if it had run from here. */
export function addEnded(
  table: LookTable,
  look: { readonly repository: AbsolutePath; readonly reasons: readonly string[] },
  ending: Ending,
  now: number,
): QueuedLook {
  const { repository } = look;
  const waiting = table.waiting.first({ repository });
  const reasons = uniteReasons(waiting?.reasons ?? [], look.reasons);
  const ran = {
    state: "running",
    reasons,
    runAt: now,
    attempts: 0,
    crashes: 0,
    failure: null,
  } as const;
  const followUp = waiting?.state === "dead" ? undefined : waiting;
  return replaceWaiting(table, { repository, waiting, next: settle(ran, followUp, ending), now });
}

interface Replacement {
  readonly repository: AbsolutePath;
  readonly waiting: WaitingLook | undefined;
  readonly next: WaitingLookJob;
  readonly now: number;
}

function replaceWaiting(
  table: LookTable,
  { repository, waiting, next, now }: Replacement,
): QueuedLook {
  const columns = jobColumns(next);
  if (waiting === undefined) {
    const added = table.insert.first({ repository, now, ...columns });
    if (added === undefined) throw new Bug("an insert returned no row");
    return added;
  }
  const before = jobColumns(waiting);
  const changed = Object.entries(columns).some(([name, value]) => before[name] !== value);
  if (changed) table.update({ job: waiting.job, ...columns });
  return { ...waiting, ...next };
}
