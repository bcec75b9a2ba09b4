import { cut } from "./cut.ts";
import { HOLDS, type HoldReason } from "./hold.ts";
import type { LastRescue, LookResult, Transfer } from "./repository-status.ts";

/** What is known when a hook asks what came of its commit. */
export interface FeedbackFacts {
  /** A merge may have brought nothing that the remote lacks. */
  readonly event: "post-commit" | "post-merge";
  /** Files that go to the remote, `more` for more than {@link FeedbackFacts.asyncFiles}; `null` while nobody counted. */
  readonly files: number | "more" | null;
  /** By the syncs before; `null` where there were none. */
  readonly predictedMs: number | null;
  /** How long the hook can still wait. */
  readonly waitMs: number;
  readonly asyncFiles: number;
  readonly asyncMs: number;
}

/** What a hook is told: that it is not worth waiting, or the result once there is one. */
export type FeedbackPlan = "large" | "background" | "wait";

/** Decides whether a hook waits for the look that covers its commit. */
export function planFeedback(facts: FeedbackFacts): FeedbackPlan {
  const { event, files, predictedMs, waitMs, asyncFiles, asyncMs } = facts;
  // Most merges come with a pull: the look finds nothing to do, which takes no time.
  if (event === "post-merge" && (files === null || files === 0)) return "wait";
  if (files === "more" || (files !== null && files > asyncFiles)) return "large";
  if (predictedMs === null) return "wait";
  if (predictedMs > asyncMs) return "large";
  return predictedMs > waitMs ? "background" : "wait";
}

/** How the look ended that covers a commit. */
export interface FeedbackEnd {
  readonly event: FeedbackFacts["event"];
  readonly result: LookResult;
  /** What this look did or one before it. */
  readonly lastTransfer: Transfer | null;
  readonly lastRescue: LastRescue | null;
  /** Looks since then may have met the commit before its hook reported it. ISO 8601, UTC. */
  readonly since: string;
  /** Files that went out; `null` where nobody could count them. */
  readonly files: number | null;
  /** From the hook's record to the end of the look. */
  readonly durationMs: number;
}

/** Said at once of a commit that takes long. */
export const LARGE = "[Hookline] Large commit detected. Syncing in background...";

/** Said when there is no result in time. */
export const BACKGROUND = "[Hookline] Syncing in background...";

const FAILED = "[Hookline Warning] Sync failed - queuing for retry";

/** Said where the remote's commits took the place of the one that was just made. */
const REPLACED =
  "[Hookline Warning] The remote's history took the place of yours, which is kept: `hookline rescue list`";

/** The longest line that a hook prints, in bytes of UTF-8: that is how most shells count. */
const MOST_BYTES = 200;

/** What is left of it for the name of a branch. */
const MOST_NAME_BYTES = 120;

/** Says in one line what came of a commit; empty where there is nothing to say. */
export function feedbackLine(end: FeedbackEnd): string {
  const { event, files, durationMs } = end;
  const { failure, hold, upstream } = end.result;
  // The agent ends: the next one makes the look again.
  if (failure?.kind === "stopped") return BACKGROUND;
  if (failure !== null) return FAILED;
  if (hold === "paused") return "";
  if (hold !== null) return cut(`[Hookline] Not synced: ${inWords(hold)}`, MOST_BYTES);
  if (wasReplaced(end)) return REPLACED;
  // At rest, a commit is on the remote whoever pushed it; a merge may have had nothing to push.
  if (event === "post-merge" && !wasPushed(end)) return "";
  const what = files === null || files === 0 ? "" : ` ${files} ${files === 1 ? "file" : "files"}`;
  const where = upstream === null ? "" : ` to ${cut(plain(upstream), MOST_NAME_BYTES)}`;
  return cut(`[Hookline] Synced${what}${where} in ${seconds(durationMs)}`, MOST_BYTES);
}

function wasPushed({ lastTransfer, since }: FeedbackEnd): boolean {
  return lastTransfer !== null && lastTransfer.pushed > 0 && lastTransfer.at >= since;
}

/** Whether local commits were replaced, with nothing pushed since that could be this one. */
function wasReplaced({ lastRescue, lastTransfer, since }: FeedbackEnd): boolean {
  if (lastRescue === null || lastRescue.at < since) return false;
  if (lastTransfer !== null && lastTransfer.pushed > 0 && lastTransfer.at > lastRescue.at)
    return false;
  return lastRescue.rescued.some(({ where, commits }) => where === "local" && commits > 0);
}

/** What a hold says, up to its first stop, as the end of another sentence. */
function inWords(hold: HoldReason): string {
  const [sentence = ""] = HOLDS[hold].says.split(/[.:](?:\s|$)/);
  return sentence.replace(/^[A-Z](?=[a-z ])/, (letter) => letter.toLowerCase());
}

/** A time for people: nobody feels less than a tenth of a second. */
function seconds(durationMs: number): string {
  const tenths = Math.max(1, Math.round(durationMs / 100));
  return tenths < 100
    ? `${Math.floor(tenths / 10)}.${tenths % 10} s`
    : `${Math.round(tenths / 10)} s`;
}

/** Takes out what could move the cursor or turn the text around; git lets some of it into a branch's name. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu, "?");
}
