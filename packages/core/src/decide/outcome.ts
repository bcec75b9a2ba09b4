import type { CommitId, RefName } from "./brands.ts";
import type { GitFailure } from "./git-failure.ts";

/** What a question gives: its answer, or why there is none. */
export type Reading<Value> =
  | { readonly kind: "read"; readonly value: Value }
  | { readonly kind: "failed"; readonly failure: GitFailure };

/** What an effect gives when it either happens whole or not at all. */
export type Effect =
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly failure: GitFailure };

/** What became of a fetch. */
export type FetchOutcome =
  | { readonly kind: "done"; readonly commit: CommitId }
  | { readonly kind: "failed"; readonly failure: GitFailure };

/** A ref, and the commit that it holds. */
export interface HeldRef {
  readonly ref: RefName;
  readonly commit: CommitId;
}

/** What became of a move. Whatever it is, no file that someone wrote was lost. */
export type MoveOutcome =
  | { readonly kind: "done" }
  /** Something stood in the way that was not there when we looked. Nothing was changed; look again. */
  | { readonly kind: "moved"; readonly detail: string }
  | { readonly kind: "failed"; readonly failure: GitFailure };

/** What became of a rescue on the remote: `ref` holds it there now. */
export type RemoteRescueOutcome =
  | { readonly kind: "done"; readonly ref: RefName }
  | Exclude<PushOutcome, { kind: "done" }>;

/** What became of a push. */
export type PushOutcome =
  | { readonly kind: "done" }
  /** The remote is not where we remember it: look again, nothing was changed. */
  | { readonly kind: "moved"; readonly detail: string }
  | { readonly kind: "failed"; readonly failure: GitFailure };
