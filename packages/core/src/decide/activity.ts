import type { GitFailureKind } from "./git-failure.ts";
import type { HoldReason } from "./hold.ts";
import type { LookResult } from "./repository-status.ts";

/** What an entry of the timeline is about; the first that fits. */
export const ACTIVITY_KINDS = [
  "failed",
  "rescued",
  "synced",
  "held",
  "recovered",
  "quiet",
] as const;

/**
 * See {@link ACTIVITY_KINDS}.
 *
 * - `failed`: the look failed. `rescued`: it replaced something, which is kept. `synced`: commits went
 *   out or came in. `held`: it must not act, and that is new. `recovered`: all is well again after a
 *   failure or a hold. `quiet`: nothing to do, or the same hold as before.
 */
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

/** How the look before ended, as far as the timeline cares. */
export interface EarlierLook {
  readonly hold: HoldReason | null;
  readonly failure: GitFailureKind | null;
}

/** Says what a look means to somebody who reads what happened. */
export function activityKind(before: EarlierLook | null, look: LookResult): ActivityKind {
  if (look.failure !== null) return "failed";
  if (look.rescued.length > 0) return "rescued";
  if (look.pushed + look.pulled > 0) return "synced";
  if (look.hold !== null) return before?.hold === look.hold ? "quiet" : "held";
  const wasWell = before === null || (before.hold === null && before.failure === null);
  return wasWell ? "quiet" : "recovered";
}
