import type { CommitId, RefName } from "../decide/brands.ts";

/** A ref that is about to move, for the operation log. */
export interface RefMove {
  readonly ref: RefName;
  /** `null`: it does not exist yet. */
  readonly old: CommitId | null;
  /** `null`: it is removed. */
  readonly new: CommitId | null;
  readonly cause: string;
}

/**
 * Hears of every ref that moves, before it does; what it returns hears how that ended.
 *
 * No ref moves that could not be written down: where this throws, nothing happens.
 */
export type OnMove = (move: RefMove) => Promise<(outcome: "done" | "failed") => Promise<void>>;
