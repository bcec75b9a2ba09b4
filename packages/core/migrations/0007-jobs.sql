-- Jobs: what a commit leaves to do besides syncing (see src/queue/job-queue.ts and src/decide/job.ts).
--
-- `claimable` is 1 for what may be claimed, 0 for what waits for its time or for a person, NULL for
-- what runs or has ended. With partial indexes, a claim costs the same however many jobs wait for
-- later or are kept, and a job's move from one list to the next touches few pages. What is JSON is
-- checked as it is read: checking it here would make every start read all of it.
--
-- No AUTOINCREMENT, which writes one more page for each job: the newest row is never deleted, so no
-- id comes twice.
CREATE TABLE job (
  id           INTEGER PRIMARY KEY,
  state        TEXT    NOT NULL,
  claimable    INTEGER,
  kind         TEXT    NOT NULL,
  lane         TEXT    NOT NULL,        -- in order within, fair between: the repository
  priority     INTEGER NOT NULL,
  run_at       INTEGER,                 -- milliseconds since the epoch, as all times
  attempts     INTEGER NOT NULL DEFAULT 0,
  crashes      INTEGER NOT NULL DEFAULT 0,
  token        INTEGER NOT NULL DEFAULT 0, -- grows with each lease; whoever holds an older one lost it
  worker       TEXT,
  lease_until  INTEGER,
  lease_ms     INTEGER,                 -- how long the lease is; an end much farther off is a clock's mistake
  cancel_asked INTEGER NOT NULL DEFAULT 0,
  enqueued_at  INTEGER NOT NULL,
  started_at   INTEGER,
  finished_at  INTEGER,
  dedupe_key   TEXT,
  run          TEXT,                    -- jobs that a person asked for together
  process      TEXT,                    -- JSON: what it started, to be ended after a crash
  progress     TEXT,                    -- JSON
  result       TEXT,                    -- JSON
  failure      TEXT,                    -- JSON
  payload      TEXT    NOT NULL,        -- JSON
  -- One CASE, because a list of more than two makes SQLite build a table for each statement.
  CHECK (CASE state
    WHEN 'queued' THEN claimable IS NOT NULL AND worker IS NULL AND finished_at IS NULL
    WHEN 'retrying' THEN claimable IS NOT NULL AND worker IS NULL AND finished_at IS NULL
    WHEN 'running' THEN claimable IS NULL AND worker IS NOT NULL AND finished_at IS NULL
    WHEN 'done' THEN claimable IS NULL AND worker IS NULL AND finished_at IS NOT NULL
    WHEN 'dead' THEN claimable IS NULL AND worker IS NULL AND finished_at IS NOT NULL
    WHEN 'cancelled' THEN claimable IS NULL AND worker IS NULL AND finished_at IS NOT NULL
    ELSE FALSE END),
  CHECK ((worker IS NULL) = (lease_until IS NULL) AND (worker IS NULL) = (lease_ms IS NULL))
) STRICT;

-- What may be claimed, in its order; and what runs, so that a claim moves an entry within one index.
CREATE INDEX job_live ON job (claimable, kind, lane, priority DESC)
  WHERE claimable = 1 OR state = 'running';
CREATE INDEX job_later ON job (run_at, kind) WHERE claimable = 0;
CREATE UNIQUE INDEX job_waiting ON job (dedupe_key)
  WHERE dedupe_key IS NOT NULL AND claimable IS NOT NULL;
CREATE INDEX job_retrying ON job (state) WHERE state = 'retrying';
CREATE INDEX job_dead ON job (state) WHERE state = 'dead';
CREATE INDEX job_finished ON job (finished_at, state) WHERE state IN ('done', 'cancelled');
CREATE INDEX job_run ON job (run, state) WHERE run IS NOT NULL;
