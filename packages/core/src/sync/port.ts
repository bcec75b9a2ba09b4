import type { LoadedSettings } from "../config/load-settings.ts";
import type { CommitId, RefName } from "../decide/brands.ts";
import type {
  Head,
  InTheWay,
  OpenOperation,
  RemoteTip,
  Upstream,
  UpstreamBranch,
} from "../decide/observation.ts";
import type {
  Effect,
  FetchOutcome,
  HeldRef,
  MoveOutcome,
  PushOutcome,
  Reading,
  RemoteRescueOutcome,
} from "../decide/outcome.ts";
import type { RescueReason } from "../decide/rescue.ts";

export type {
  Effect,
  FetchOutcome,
  HeldRef,
  MoveOutcome,
  PushOutcome,
  Reading,
  RemoteRescueOutcome,
} from "../decide/outcome.ts";

/** What can be told of a repository without its remote. */
export interface LocalReading {
  readonly loaded: LoadedSettings;
  readonly head: Head;
  readonly openOperation: OpenOperation | null;
  readonly shallow: boolean;
  readonly pushesToUpstream: boolean;
  readonly ownFilters: boolean;
  readonly checkedOutTwice: boolean;
}

/** How two commits stand to each other. */
export interface Apart {
  readonly ahead: number;
  readonly behind: number;
  readonly related: boolean;
}

/** What to keep before a branch moves. */
export interface SnapshotRequest {
  readonly reason: RescueReason;
  readonly branch: RefName;
  /** What HEAD holds. */
  readonly head: CommitId;
  /** What the branch is about to move to. */
  readonly theirs: CommitId;
  /** Files that are about to be replaced, whatever the ignore rules say of them. */
  readonly endangered: readonly string[];
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** A snapshot whose every byte was read back and compared. */
export interface Snapshot {
  readonly commit: CommitId;
  /** The rescue that holds this very snapshot already, when an earlier look made it. */
  readonly keptBy: RefName | null;
  /**
   * The files that differed from HEAD, and the id of the blob that holds each one's bytes as they
   * stood on the disk; `null` for a file that was deleted.
   */
  readonly files: ReadonlyMap<string, string | null>;
}

/** A branch to move, with index and work tree. */
export interface MoveRequest {
  readonly branch: RefName;
  readonly from: CommitId;
  readonly to: CommitId;
  /**
   * Files that may be replaced although they differ from `from`, if they still hold exactly these
   * bytes (see {@link Snapshot.files}). Everything else that differs stops the move.
   */
  readonly replaceable: ReadonlyMap<string, string | null>;
  /** For the reflog: `hookline: <cause>`. */
  readonly cause: string;
}

/** A branch of the remote to move. */
export interface PushRequest {
  readonly upstream: Upstream;
  readonly to: CommitId;
}

/**
 * Everything that a look asks of, or does to, one repository and its remote.
 *
 * The engine is written against this and nothing else, so that it runs against git and against
 * the simulator's model alike. Each call may be the last of its process; the next look goes on
 * from whatever it left.
 */
export interface LookPort {
  /** Finishes or takes back what an ended process of ours left half-done. Comes first in every look. */
  readonly mend: () => Promise<Effect>;
  readonly readLocal: () => Promise<Reading<LocalReading>>;
  /** Asks the remote where the branch stands; fetches nothing. */
  readonly askRemote: (upstream: UpstreamBranch) => Promise<Reading<RemoteTip>>;
  readonly compare: (ours: CommitId, theirs: CommitId) => Promise<Reading<Apart>>;
  /**
   * Whether `head` still holds a commit of the history of `seen` that `tip` lacks: what the remote
   * had and dropped, and an ordinary push would bring back. A commit that is not here any more is
   * part of nothing.
   */
  readonly carriesDropped: (
    seen: CommitId,
    head: CommitId,
    tip: CommitId,
  ) => Promise<Reading<boolean>>;
  /** Whether a rescue on the remote holds this commit: an alpha replaced it there. */
  readonly isRescuedThere: (upstream: Upstream, commit: CommitId) => Promise<Reading<boolean>>;
  /** Says what moving the work tree between two commits would replace. */
  readonly inspect: (from: CommitId, to: CommitId) => Promise<Reading<InTheWay>>;
  /**
   * Brings in the upstream branch and moves the remote-tracking ref to it; says to which commit,
   * for the remote may have moved since it was asked.
   */
  readonly fetch: (upstream: UpstreamBranch) => Promise<FetchOutcome>;
  /** Writes the work tree, the index and HEAD as a commit that no ref holds yet. */
  readonly snapshot: (request: SnapshotRequest) => Promise<Reading<Snapshot>>;
  /**
   * Names the remote-tracking refs that leave no room for that of the upstream, because one name is
   * a folder of the other. The remote has neither branch any more.
   */
  readonly staleRefs: (upstream: UpstreamBranch) => Promise<Reading<readonly HeldRef[]>>;
  /** Removes a ref that still holds what was read. */
  readonly removeRef: (held: HeldRef) => Promise<Effect>;
  /** Makes a ref that must not exist yet, durably, and reads it back. */
  readonly createRef: (ref: RefName, commit: CommitId) => Promise<Effect>;
  readonly moveBranch: (request: MoveRequest) => Promise<MoveOutcome>;
  /**
   * Makes `ref` on the remote hold `upstream.tip`, and reads it back from there. Where a rescue of
   * that very tip is there already, it is taken instead.
   */
  readonly rescueRemote: (upstream: Upstream, ref: RefName) => Promise<RemoteRescueOutcome>;
  /** Moves the upstream branch to `to` if the remote still holds `upstream.tip`; a compare-and-swap. */
  readonly push: (request: PushRequest) => Promise<PushOutcome>;
}
