import type { LookState } from "./coalesce.ts";

import { type LookReason, REASON_RULES } from "./look-reason.ts";

/**
 * How a trigger becomes a look.
 *
 * - `durable`: through the queue on disk, so that a crash does not forget it.
 * - `in-memory`: at once and without a trace, so that an idle agent writes nothing. A restart
 *   looks everywhere anyway.
 * - `skip`: a job for this repository waits for its time already.
 */
export type TriggerRoute = "durable" | "in-memory" | "skip";

/**
 * Decides how a trigger becomes a look.
 *
 * What a hook reported is durable, because its record is deleted in exchange. Anything that
 * cannot wait joins the job that exists, which brings the job forward.
 *
 * @param job the state of the repository's job that waits, if it has one
 */
export function routeTrigger(
  reason: LookReason,
  job: Exclude<LookState, "running"> | null,
): TriggerRoute {
  if (reason === "hook") return "durable";
  if (job === null) return "in-memory";
  return REASON_RULES[reason].urgency === "routine" ? "skip" : "durable";
}
