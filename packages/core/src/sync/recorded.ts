import type { AbsolutePath, CommitId, RefName } from "../decide/brands.ts";
import type { GitFailure } from "../decide/git-failure.ts";
import { StoreError } from "../errors.ts";
import type { Log } from "../log/events.ts";
import type { Operations } from "../store/operation-log.ts";

/** Where moves are written down. */
export interface Recorder {
  readonly repository: AbsolutePath;
  readonly operations: Operations;
  readonly log: Log;
}

/** A ref about to move. */
export interface Move {
  readonly ref: RefName;
  /** `null`: the ref does not exist yet. */
  readonly old: CommitId | null;
  /** `null`: the ref is removed. */
  readonly new: CommitId | null;
  readonly cause: string;
}

interface Failed {
  readonly kind: "failed";
  readonly failure: GitFailure;
}

/**
 * Does what moves a ref, with the move written down before and its end after.
 *
 * An outcome whose `movedTo` names another commit than was planned has the last word.
 *
 * No ref moves whose move cannot be written down first: the step fails, and is tried again later.
 */
export async function recorded<
  Outcome extends { readonly kind: string; readonly movedTo?: CommitId },
>(
  { repository, operations, log }: Recorder,
  move: Move,
  act: () => Promise<Outcome>,
): Promise<Outcome | Failed> {
  let id: number;
  try {
    id = operations.plan({ repository, ...move });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const kind = error.code === "store-full" ? "disk-full" : "unknown";
    return { kind: "failed", failure: { kind, detail: error.message } };
  }
  const outcome = await act();
  const moved = { ...move, new: outcome.movedTo ?? move.new };
  try {
    operations.settle(id, outcome.kind === "done" ? "done" : "failed", moved.new);
  } catch (error) {
    // It stays `planned`, which says: look at the ref itself.
    if (!(error instanceof StoreError)) throw error;
    log("store.failed", { code: error.code, problem: error.message });
  }
  if (outcome.kind === "done") log("operation.recorded", { repository, ...moved });
  return outcome;
}
