import { z } from "zod";
import { JOB_STATES, type JobState } from "../decide/job.ts";
import type { Command, Insert, Query, Store } from "../store/store.ts";
import { jobRow, type StoredJob } from "./job-row.ts";

/** All SQL of the queue of jobs, one member per statement, prepared once. */
export interface JobTable {
  readonly insert: Insert;
  /** Gives a waiting job the content of a newer one. */
  readonly replace: Command;
  readonly byRow: Query<StoredJob>;
  /** The job that waits with a dedupe key. */
  readonly waiting: Query<StoredJob>;
  /** The running job of a lease. */
  readonly leased: Query<StoredJob>;
  readonly running: Query<StoredJob>;
  /** What runs, as far as the limits of a claim are concerned. */
  readonly taken: Query<TakenPlace>;
  /** Whether something waits that has become due. */
  readonly overdue: Query<unknown>;
  /** Makes claimable what has become due, a bounded number at a time. */
  readonly promote: Command;
  /** Lets jobs of one kind and lane wait again whose time has not come; the clock went back. */
  readonly demote: Command;
  /**
   * For each kind, the first lane from one on that has something claimable, and the first of all where
   * there is none; in the order in which they are to have their turn.
   */
  readonly heads: Query<LaneHead>;
  /** What may be claimed of one kind in one lane, in order. */
  readonly candidates: Query<StoredJob>;
  readonly claim: Command;
  /** Ends a run that did its work. */
  readonly complete: Command;
  /** Writes what the rules made of a job, and ends its lease if it had one. */
  readonly stand: Command;
  /** Puts off the end of a lease; tells whether a person cancelled the job. */
  readonly renew: Query<boolean>;
  readonly askCancel: Command;
  /** When the first job that waits for its time is due. */
  readonly nextLater: Query<number>;
  /** Forgets what finished before a time, a bounded number at a time; never the newest row. */
  readonly pruneOld: Command;
  /** As `pruneOld`, for what is more than wanted. */
  readonly pruneMany: Command;
  readonly counts: Query<StateCounts>;
  /** Counts what a selection picks. */
  readonly countOf: Query<{ readonly state: JobState; readonly jobs: number }>;
  /** As `countOf`, for the jobs of a run alone. */
  readonly countOfRun: Query<{ readonly state: JobState; readonly jobs: number }>;
  /** What a selection picks, the newest first. */
  readonly list: Query<StoredJob>;
  readonly listOfIds: Query<StoredJob>;
  readonly listOfRun: Query<StoredJob>;
  readonly listOfState: Readonly<Record<JobState, Query<StoredJob>>>;
}

/** A place that a running job takes. */
export interface TakenPlace {
  readonly lane: string;
  readonly kind: string;
  readonly dedupeKey: string | null;
}

/** Where a kind has something claimable. */
export interface LaneHead {
  readonly kind: string;
  readonly lane: string;
}

/** How many jobs are in each state. */
export type StateCounts = Readonly<Record<JobState, number>>;

/** Jobs that one statement promotes, demotes or prunes at most: about 5 ms of work. */
const CHUNK = 1000;

/*
 * A plus beside a variable keeps SQLite from planning the statement anew each time it is bound, in case
 * the value makes another plan better; that took ten times as long as the statement itself.
 */

const RUNNING = "claimable IS NULL AND state = 'running'";

const FINISHED = "state IN ('done', 'cancelled')";

/** What a selection says, as far as it says something. */
const PICKED = `(@kind IS NULL OR kind = @kind) AND (@lane IS NULL OR lane = @lane)
  AND (@run IS NULL OR run = @run)
  AND (@states IS NULL OR state IN (SELECT value FROM json_each(@states)))`;

const PAGE = "id < @before ORDER BY id DESC LIMIT @most + 0";

/** The newest row stays, whatever it is: its id must not come again. */
const prune = (condition: string, most: string | number): string =>
  `DELETE FROM job WHERE id IN (
     SELECT id FROM job WHERE ${FINISHED} AND ${condition} AND id < (SELECT max(id) FROM job)
     ORDER BY finished_at, id LIMIT ${most})`;

/** Prepares the statements on an open store. */
export function prepareJobTable(store: Store): JobTable {
  return {
    ...prepareMoves(store),
    ...prepareClaims(store),
    ...prepareLists(store),
  };
}

function prepareMoves(store: Store) {
  return {
    insert: store.insert(
      `INSERT INTO job (state, claimable, kind, lane, priority, run_at, enqueued_at, dedupe_key, run, payload)
       VALUES (@state, @claimable, @kind, @lane, @priority, @runAt, @now, @dedupeKey, @run, @payload)`,
    ),
    replace: store.command(
      `UPDATE job SET state = @state, claimable = @claimable, kind = @kind, lane = @lane,
         priority = @priority, run_at = @runAt, attempts = @attempts, crashes = @crashes,
         enqueued_at = @now, started_at = NULL, run = @run, failure = @failure, payload = @payload
       WHERE id = @row`,
    ),
    stand: store.command(
      `UPDATE job SET state = @state, claimable = @claimable, run_at = @runAt, attempts = @attempts,
         crashes = @crashes, failure = @failure, finished_at = @finishedAt,
         progress = iif(@claimable IS NULL, progress, NULL),
         worker = NULL, lease_until = NULL, lease_ms = NULL, process = NULL, cancel_asked = 0
       WHERE id = @row`,
    ),
    complete: store.command(
      `UPDATE job SET state = @state, crashes = 0, failure = NULL, result = @result, finished_at = @now,
         worker = NULL, lease_until = NULL, lease_ms = NULL, process = NULL, cancel_asked = 0
       WHERE id = @row AND token = @token AND state = 'running'`,
    ),
    renew: store.query(
      `UPDATE job SET lease_until = @leaseUntil, lease_ms = @leaseMs,
         progress = iif(@newProgress, @progress, progress), process = iif(@newProcess, @process, process)
       WHERE id = @row AND token = @token AND state = 'running'
       RETURNING cancel_asked`,
      z.object({ cancel_asked: z.int() }).transform((row) => row.cancel_asked !== 0),
    ),
    askCancel: store.command("UPDATE job SET cancel_asked = 1 WHERE id = @row"),
    pruneOld: store.command(prune("finished_at < @finishedBefore", CHUNK)),
    pruneMany: store.command(
      prune(
        "TRUE",
        `min(${CHUNK}, max(0, (SELECT count(*) FROM job WHERE ${FINISHED}) - @mostFinished))`,
      ),
    ),
  };
}

function prepareClaims(store: Store) {
  return {
    leased: store.query(
      "SELECT * FROM job WHERE id = @row AND token = @token AND state = 'running'",
      jobRow,
    ),
    running: store.query(`SELECT * FROM job WHERE ${RUNNING} ORDER BY id`, jobRow),
    taken: store.query(
      `SELECT lane, kind, dedupe_key FROM job WHERE ${RUNNING}`,
      z
        .object({ lane: z.string(), kind: z.string(), dedupe_key: z.string().nullable() })
        .transform(({ lane, kind, dedupe_key }) => ({ lane, kind, dedupeKey: dedupe_key })),
    ),
    overdue: store.query(
      "SELECT 1 FROM job WHERE claimable = 0 AND run_at <= @now LIMIT 1",
      z.unknown(),
    ),
    promote: store.command(
      `UPDATE job SET claimable = 1 WHERE id IN (
         SELECT id FROM job WHERE claimable = 0 AND run_at <= @now ORDER BY run_at, id LIMIT ${CHUNK})`,
    ),
    demote: store.command(
      `UPDATE job SET claimable = 0 WHERE id IN (
         SELECT id FROM job
         WHERE claimable = 1 AND kind = @kind AND lane = @lane AND run_at > @now LIMIT ${CHUNK})`,
    ),
    heads: store.query(
      `WITH RECURSIVE kinds(kind) AS (
         SELECT min(kind) FROM job WHERE claimable = 1
         UNION ALL
         SELECT (SELECT min(kind) FROM job WHERE claimable = 1 AND kind > kinds.kind)
         FROM kinds WHERE kinds.kind IS NOT NULL)
       SELECT kind, coalesce(
         (SELECT min(lane) FROM job WHERE claimable = 1 AND kind = kinds.kind AND lane >= +@from),
         (SELECT min(lane) FROM job WHERE claimable = 1 AND kind = kinds.kind)) AS lane
       FROM kinds WHERE kind IS NOT NULL ORDER BY lane < +@from, lane`,
      z.object({ kind: z.string(), lane: z.string() }),
    ),
    candidates: store.query(
      `SELECT * FROM job WHERE claimable = 1 AND kind = +@kind AND lane = +@lane
       ORDER BY priority DESC, id LIMIT @most + 0`,
      jobRow,
    ),
    claim: store.command(
      `UPDATE job SET state = @state, claimable = NULL, token = token + 1, worker = @worker,
         lease_until = @leaseUntil, lease_ms = @leaseMs, started_at = @now
       WHERE id IN (SELECT value FROM json_each(@rows))`,
    ),
    nextLater: store.query(
      // The bound passes over jobs that wait for a person, which have no time.
      `SELECT run_at FROM job WHERE claimable = 0 AND run_at > -1e15
         AND kind NOT IN (SELECT value FROM json_each(@except))
       ORDER BY run_at LIMIT 1`,
      z.object({ run_at: z.int() }).transform((row) => row.run_at),
    ),
  };
}

function prepareLists(store: Store) {
  const listOf = (condition: string, index = ""): Query<StoredJob> =>
    store.query(`SELECT * FROM job ${index} WHERE ${condition} AND ${PICKED} AND ${PAGE}`, jobRow);
  // SQLite would rather read the whole table backwards than sort what has finished.
  const listFinished = (state: JobState): Query<StoredJob> =>
    listOf(`${FINISHED} AND state = '${state}'`, "INDEXED BY job_finished");
  const counted = z.object({ state: z.enum(JOB_STATES), jobs: z.int() });
  return {
    byRow: store.query("SELECT * FROM job WHERE id = @row", jobRow),
    waiting: store.query(
      "SELECT * FROM job WHERE dedupe_key = @dedupeKey AND claimable IS NOT NULL",
      jobRow,
    ),
    counts: store.query(
      `SELECT claimable + later - retrying AS queued, running, retrying, done, dead, finished - done AS cancelled
       FROM (SELECT
         (SELECT count(*) FROM job WHERE claimable = 1) AS claimable,
         (SELECT count(*) FROM job WHERE claimable = 0) AS later,
         (SELECT count(*) FROM job WHERE ${RUNNING}) AS running,
         (SELECT count(*) FROM job WHERE state = 'retrying') AS retrying,
         (SELECT count(*) FROM job WHERE ${FINISHED}) AS finished,
         (SELECT count(*) FROM job WHERE ${FINISHED} AND state = 'done') AS done,
         (SELECT count(*) FROM job WHERE state = 'dead') AS dead)`,
      z.object({
        queued: z.int(),
        running: z.int(),
        retrying: z.int(),
        done: z.int(),
        dead: z.int(),
        cancelled: z.int(),
      }),
    ),
    countOf: store.query(
      `SELECT state, count(*) AS jobs FROM job
       WHERE (@ids IS NULL OR id IN (SELECT value FROM json_each(@ids))) AND ${PICKED} GROUP BY state`,
      counted,
    ),
    countOfRun: store.query(
      "SELECT state, count(*) AS jobs FROM job WHERE run = @run GROUP BY state",
      counted,
    ),
    list: listOf("TRUE"),
    listOfIds: listOf("id IN (SELECT value FROM json_each(@ids))"),
    listOfRun: listOf("run = @run"),
    listOfState: {
      queued: listOf("state = 'queued'"),
      running: listOf(RUNNING),
      retrying: listOf("state = 'retrying'"),
      done: listFinished("done"),
      dead: listOf("state = 'dead'"),
      cancelled: listFinished("cancelled"),
    },
  };
}
