import type { CommitId } from "./brands.ts";
import type { GitFailure } from "./git-failure.ts";
import type { HoldReason } from "./hold.ts";
import type { FileInTheWay, SyncState } from "./observation.ts";

/** A commit as people know it. */
export interface CommitLine {
  readonly commit: CommitId;
  /** The first line of its message. */
  readonly subject: string;
}

/** Commits that a look would move: how many, and the newest of them. */
export interface CommitList {
  readonly count: number;
  readonly newest: readonly CommitLine[];
}

/** What a look at a repository would do right now. Nothing of it has happened. */
export interface Preview {
  readonly branch: string | null;
  readonly upstream: string | null;
  readonly state: SyncState;
  readonly hold: HoldReason | null;
  readonly failure: GitFailure | null;
  /** Commits that would come in from the remote. */
  readonly takes: CommitList;
  /** Commits that would go out to the remote. */
  readonly pushes: CommitList;
  /** Commits of ours that the remote's would replace, after a rescue. */
  readonly replacesHere: CommitList;
  /** Commits of the remote that ours would replace, after a rescue there. */
  readonly replacesThere: CommitList;
  /** Files that differ from what the move expects: in the way, or rescued and replaced. */
  readonly files: readonly FileInTheWay[];
}
