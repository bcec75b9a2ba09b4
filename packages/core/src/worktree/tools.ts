import type { RepositoryPlace } from "../git/locate.ts";
import type { Git } from "../git/run-git.ts";
import type { Log } from "../log/events.ts";
import type { MoveOutcome } from "../sync/port.ts";

/** What it takes to move a work tree. */
export interface WorktreeTools {
  readonly git: Git;
  readonly place: RepositoryPlace;
  readonly log: Log;
  readonly limits: { readonly deadlineMs: number };
}

/** Why a move did not happen. */
export type Trouble = Exclude<MoveOutcome, { kind: "done" }>;

/** Says that something changed since we looked. */
export function moved(detail: string): Trouble {
  return { kind: "moved", detail };
}

/** Says that someone else holds the repository. */
export function locked(detail: string): Trouble {
  return { kind: "failed", failure: { kind: "locked", detail } };
}
