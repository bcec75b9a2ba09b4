import type { AbsolutePath, CommitId, RefName } from "../decide/brands.ts";
import type { GitFailure } from "../decide/git-failure.ts";
import type { SyncStep } from "../decide/next-step.ts";
import type { BlockedBy } from "../decide/observation.ts";
import { StoreError } from "../errors.ts";
import { classify } from "../git/classify.ts";
import { fastForward } from "../git/fast-forward.ts";
import { fetchUpstream } from "../git/fetch.ts";
import { pushTo } from "../git/push.ts";
import type { Git } from "../git/run-git.ts";
import type { Log } from "../log/events.ts";
import type { OperationLog } from "../store/operation-log.ts";

/** A step that changes something. */
export type ActingStep = Exclude<SyncStep, { kind: "rest" | "hold" }>;

/** What a step led to. */
export type StepOutcome =
  | { readonly kind: "done" }
  /** The remote moved meanwhile: ask it again. */
  | { readonly kind: "moved"; readonly detail: string }
  | { readonly kind: "blocked"; readonly by: BlockedBy }
  | { readonly kind: "failed"; readonly failure: GitFailure };

/** What it takes to act. */
export interface StepTools {
  readonly repository: AbsolutePath;
  readonly git: Git;
  readonly operations: OperationLog;
  readonly log: Log;
  readonly limits: { readonly deadlineMs: number; readonly signal: AbortSignal };
}

/** Carries out one step. The operation is on record before the ref moves. */
export function runStep(step: ActingStep, tools: StepTools): Promise<StepOutcome> {
  switch (step.kind) {
    case "fetch": {
      const { upstream, to } = step;
      const move = { ref: upstream.trackingRef, old: upstream.tip, new: to, cause: step.kind };
      return recorded(move, tools, async () => {
        const exit = await fetchUpstream(tools.git, upstream, tools.limits);
        if (exit.kind === "exited" && exit.exitCode === 0) return { kind: "done" };
        return { kind: "failed", failure: classify(exit) };
      });
    }
    case "fast-forward": {
      const move = { ref: step.branch, old: step.from, new: step.to, cause: step.kind };
      return recorded(move, tools, async () => {
        const outcome = await fastForward(tools.git, step.to, tools.limits);
        return outcome.kind === "moved" ? { kind: "done" } : outcome;
      });
    }
    case "push": {
      const { upstream, to } = step;
      // git moves what it remembers of the remote's branch together with the branch itself.
      const move = { ref: upstream.trackingRef, old: upstream.tip, new: to, cause: step.kind };
      return recorded(move, tools, async () => {
        const outcome = await pushTo(tools.git, to, upstream, tools.limits);
        return outcome.kind === "pushed" ? { kind: "done" } : outcome;
      });
    }
  }
}

/** A ref about to move. */
interface Move {
  readonly ref: RefName;
  readonly old: CommitId;
  readonly new: CommitId;
  readonly cause: string;
}

/** No ref moves whose move cannot be written down first: the step fails, and is tried again later. */
async function recorded(
  move: Move,
  tools: StepTools,
  act: () => Promise<StepOutcome>,
): Promise<StepOutcome> {
  const { log, operations, repository } = tools;
  let id: number;
  try {
    id = operations.plan({ repository, ...move });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const kind = error.code === "store-full" ? "disk-full" : "unknown";
    return { kind: "failed", failure: { kind, detail: error.message } };
  }
  const outcome = await act();
  try {
    operations.settle(id, outcome.kind === "done" ? "done" : "failed");
  } catch (error) {
    // It stays `planned`, which says: look at the ref itself.
    if (!(error instanceof StoreError)) throw error;
    log("store.failed", { code: error.code, problem: error.message });
  }
  if (outcome.kind === "done") log("operation.recorded", { repository, ...move });
  return outcome;
}
