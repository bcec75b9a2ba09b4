import { type CommitId, commitId } from "../decide/brands.ts";
import { headMovement } from "../decide/head-movement.ts";
import type { Reading } from "../decide/outcome.ts";
import { isNothing, parseReflogLine, type ReflogEntry } from "../decide/reflog-entry.ts";
import { fileFailure, type LimitedGit, read } from "../git/ask-git.ts";
import { classify } from "../git/classify.ts";
import type { RepositoryPlace } from "../git/locate.ts";
import type { TaskCursor } from "./cursor-table.ts";
import { REFLOG_BOUNDS, type ReflogRead, readReflog } from "./read-reflog.ts";
import type { TaskOccasion } from "./task.ts";

/** A movement of HEAD that brought something new. */
export interface Movement {
  /** All zeros where HEAD held nothing. */
  readonly old: CommitId;
  readonly new: CommitId;
  readonly on: TaskOccasion;
}

/** What happened to HEAD since a cursor. */
export interface Movements {
  /** The oldest first. */
  readonly movements: readonly Movement[];
  /** Where to go on from the next time. */
  readonly cursor: TaskCursor;
  /** There was more than is ever read; the oldest is left out. */
  readonly cut: boolean;
}

/**
 * Tells what HEAD's reflog has to say since the cursor.
 *
 * Without a cursor, only what hooks reported happened, one entry each: what was committed before anybody
 * asked is nobody's task. Where the cursor's line is gone (expired, rewritten by gc), what is as new as it
 * counts; where no line is, that HEAD holds another commit than it did counts as one commit made here.
 *
 * @param since undefined: nobody has asked before
 * @param reported how many hooks have reported since
 */
export async function readMovements(
  tools: LimitedGit & { readonly place: RepositoryPlace },
  since: TaskCursor | undefined,
  reported = 0,
): Promise<Reading<Movements>> {
  let seen: ReflogRead | undefined;
  try {
    const entries = Math.min(Math.max(1, reported), REFLOG_BOUNDS.entries);
    const bounds = since === undefined ? { ...REFLOG_BOUNDS, entries } : REFLOG_BOUNDS;
    seen = await readReflog(tools.place, since?.entry ?? null, bounds);
  } catch (error) {
    return fileFailure(error);
  }
  const head = seen?.lastEntry ? read(orNull(seen.lastEntry.new)) : await readHeadCommit(tools);
  if (head.kind === "failed") return head;
  const cursor = { commit: head.value, entry: seen?.last ?? null };
  if (since === undefined) {
    const told = reported === 0 ? [] : (seen?.entries ?? []);
    return read({ movements: told.flatMap(movementOf), cursor, cut: false });
  }
  const entries = seen && entriesSince(seen, since);
  if (entries === undefined) return read({ movements: leap(since, cursor), cursor, cut: false });
  const cut = seen?.reached === "bounds" && entries.length === seen.entries.length;
  return read({ movements: entries.flatMap(movementOf), cursor, cut });
}

/** Picks the entries that are newer than the cursor; undefined where they cannot be told. */
function entriesSince(
  { entries, reached }: ReflogRead,
  since: TaskCursor,
): readonly ReflogEntry[] | undefined {
  if (reached === "line") return entries;
  const [oldest] = entries;
  if (oldest === undefined) return undefined;
  // There was no line, and now there is: these are all, if they go on from where HEAD was.
  if (since.entry === null) {
    return orNull(oldest.old) === since.commit ? entries : undefined;
  }
  const last = parseReflogLine(since.entry);
  // git tells time in seconds, so what came in the cursor's own second may come twice.
  const newer = last && entries.filter(({ seconds }) => seconds >= last.seconds);
  return newer?.length === 0 ? undefined : newer;
}

function movementOf({ old, new: next, message }: ReflogEntry): Movement[] {
  const on = headMovement(message);
  return on === "neither" || old === next || isNothing(next) ? [] : [{ old, new: next, on }];
}

function leap(since: TaskCursor, { commit }: TaskCursor): Movement[] {
  if (commit === null || commit === since.commit) return [];
  return [{ old: since.commit ?? nothingLike(commit), new: commit, on: "commit" }];
}

/** Reads what HEAD holds from the ref itself; `null` before the first commit. */
export async function readHeadCommit({
  git,
  limits,
}: LimitedGit): Promise<Reading<CommitId | null>> {
  const exit = await git({ ...limits, verb: "rev-parse", flags: ["--verify", "--quiet", "HEAD"] });
  // 1 without a word: there is no commit yet.
  if (exit.kind === "exited" && exit.exitCode === 1) return read(null);
  if (exit.kind !== "exited" || exit.exitCode !== 0) {
    return { kind: "failed", failure: classify(exit) };
  }
  return read(commitId(exit.stdout.trimEnd()));
}

function orNull(id: CommitId): CommitId | null {
  return isNothing(id) ? null : id;
}

function nothingLike(id: CommitId): CommitId {
  return commitId("0".repeat(id.length));
}
