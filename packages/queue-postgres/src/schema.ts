import { createHash } from "node:crypto";

/** How long pg-boss keeps a job that waits, in seconds: for ever, as far as its integers reach. */
export const KEPT_SECONDS = 2_000_000_000;

/** When a job starts that waits for a person: never by itself. */
const NEVER = "9999-12-31T00:00:00.000Z";

/** Returns when pg-boss starts a job; `null` is for one that waits for a person. */
export function startAfter(runAt: number | null): string {
  return runAt === null ? NEVER : new Date(runAt).toISOString();
}

/** Returns the queue of a lane: lanes are any text, queues have names. */
export function queueOf(lane: string): string {
  return `lane.${createHash("sha256").update(lane).digest("hex")}`;
}

/** Returns what pg-boss allows one waiting and one running job of. Of what has no key there is just one. */
export function singletonKeyOf(id: string, dedupeKey: string | null): string {
  if (dedupeKey === null) return id;
  return `key.${createHash("sha256").update(dedupeKey).digest("hex")}`;
}

/** Returns the group of a kind, which pg-boss leaves out of a fetch on demand. */
export function groupOf(kind: string): string {
  return `kind.${kind}`;
}

/**
 * Returns the statements that make what pg-boss has no place for, in its own schema.
 *
 * pg-boss says in which state a job is, when it may start and which attempt holds it; `task` says the
 * rest, and `task_view` is both as the port sees a job. A row of pg-boss is rewritten when a job fails, so no foreign
 * key binds the two: whoever deletes one deletes the other, in one transaction.
 *
 * The ids of jobs grow (`jobIdOf`), so that they tell their age, which pg-boss's own ids do not.
 */
export function schemaOf(schema: string): string {
  return `
-- Two machines that start at once; what follows is one transaction with it.
SELECT pg_advisory_xact_lock(hashtextextended('${schema}', 0));
CREATE SEQUENCE IF NOT EXISTS ${schema}.task_number;
CREATE SEQUENCE IF NOT EXISTS ${schema}.task_turn;
CREATE TABLE IF NOT EXISTS ${schema}.task_lane (
  queue text   PRIMARY KEY,
  lane  text   NOT NULL,
  turn  bigint NOT NULL DEFAULT 0 -- grows with each turn; the lowest is next
);
CREATE TABLE IF NOT EXISTS ${schema}.task (
  id           uuid    PRIMARY KEY,
  queue        text    NOT NULL REFERENCES ${schema}.task_lane,
  kind         text    NOT NULL,
  dedupe_key   text,
  run          text,
  asked        boolean NOT NULL, -- waits for a person
  retrying     boolean NOT NULL DEFAULT false,
  discarded_on timestamptz,      -- when a person gave up what was dead
  attempts     integer NOT NULL DEFAULT 0,
  crashes      integer NOT NULL DEFAULT 0,
  worker       text,
  lease_until  timestamptz,
  cancel_asked boolean NOT NULL DEFAULT false,
  -- JSON as text: jsonb refuses a NUL, which JSON allows.
  process      text,
  progress     text,
  failure      text
);
-- By hash, because a path can be longer than what a sorted index takes.
CREATE INDEX IF NOT EXISTS task_dedupe_key ON ${schema}.task USING hash (dedupe_key);
CREATE INDEX IF NOT EXISTS task_run ON ${schema}.task USING hash (run);
CREATE OR REPLACE VIEW ${schema}.task_view AS
SELECT
  task.id, task.queue, task_lane.lane, task_lane.turn, task.kind, task.dedupe_key, task.run,
  job.data ->> 'payload' AS payload,
  job.priority,
  CASE WHEN NOT task.asked THEN ${milliseconds("job.start_after")} END AS run_at,
  CASE job.state::text
    WHEN 'active' THEN 'running'
    WHEN 'completed' THEN 'done'
    WHEN 'failed' THEN CASE WHEN task.discarded_on IS NULL THEN 'dead' ELSE 'cancelled' END
    WHEN 'cancelled' THEN 'cancelled'
    ELSE CASE WHEN task.retrying THEN 'retrying' ELSE 'queued' END
  END AS state,
  job.state IN ('created', 'retry') AS waiting,
  job.state IN ('created', 'retry') AND NOT task.asked AND job.start_after <= ${schema}.job_now() AS due,
  job.state = 'active' AS running,
  job.state IN ('completed', 'cancelled') OR task.discarded_on IS NOT NULL AS finished,
  job.retry_count AS token,
  task.attempts, task.crashes, task.worker, task.lease_until, task.cancel_asked,
  task.discarded_on IS NOT NULL AS discarded,
  task.process, task.progress, task.failure,
  CASE job.state::text WHEN 'completed' THEN job.output ->> 'result' END AS result,
  ${milliseconds("job.created_on")} AS enqueued_at,
  ${milliseconds("job.started_on")} AS started_at,
  ${milliseconds("coalesce(task.discarded_on, job.completed_on)")} AS finished_at
FROM ${schema}.task
JOIN ${schema}.task_lane ON task_lane.queue = task.queue
JOIN ${schema}.job ON job.name = task.queue AND job.id = task.id;
`;
}

/** Returns an expression for a time as the port tells times: milliseconds since the epoch. */
function milliseconds(time: string): string {
  return `floor(extract(epoch FROM ${time}) * 1000)::float8`;
}
