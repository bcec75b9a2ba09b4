-- Jobs: what a commit leaves to do besides syncing (see src/queue/job-queue.ts and src/decide/job.ts).
-- `claimable` makes three small indexes of one life: 1 may be claimed, 0 waits for its time (or, with
-- no `run_at`, for a person), NULL runs or has ended.
CREATE TABLE job (
  id           INTEGER PRIMARY KEY,
  kind         TEXT    NOT NULL,
  lane         TEXT    NOT NULL,        -- in order within, fair between: the repository
  payload      TEXT    NOT NULL CHECK (json_valid(payload)),
  dedupe_key   TEXT,
  run          TEXT,                    -- jobs that a person asked for together
  state        TEXT    NOT NULL
    CHECK (state IN ('queued', 'running', 'retrying', 'done', 'dead', 'cancelled')),
  claimable    INTEGER CHECK (claimable IN (0, 1)),
  priority     INTEGER NOT NULL,
  run_at       INTEGER,                 -- milliseconds since the epoch, as all times
  attempts     INTEGER NOT NULL DEFAULT 0,
  crashes      INTEGER NOT NULL DEFAULT 0,
  token        INTEGER NOT NULL DEFAULT 0, -- grows with each lease; whoever holds an older one lost it
  worker       TEXT,
  lease_until  INTEGER,
  process      TEXT CHECK (process IS NULL OR json_valid(process)), -- what it started, to be ended after a crash
  cancel_asked INTEGER NOT NULL DEFAULT 0,
  progress     TEXT CHECK (progress IS NULL OR json_valid(progress)),
  result       TEXT CHECK (result IS NULL OR json_valid(result)),
  failure      TEXT CHECK (failure IS NULL OR json_valid(failure)),
  enqueued_at  INTEGER NOT NULL,
  started_at   INTEGER,
  finished_at  INTEGER,
  CHECK ((state = 'running') = (worker IS NOT NULL)),
  CHECK ((state = 'running') = (lease_until IS NOT NULL)),
  CHECK ((state IN ('queued', 'retrying')) = (claimable IS NOT NULL)),
  CHECK ((state IN ('done', 'dead', 'cancelled')) = (finished_at IS NOT NULL))
) STRICT;

CREATE INDEX job_claimable ON job (lane, priority DESC, id) WHERE claimable = 1;
CREATE INDEX job_later ON job (run_at) WHERE claimable = 0;
CREATE INDEX job_running ON job (id) WHERE state = 'running';
CREATE INDEX job_finished ON job (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX job_run ON job (run) WHERE run IS NOT NULL;
CREATE UNIQUE INDEX job_waiting ON job (dedupe_key) WHERE dedupe_key IS NOT NULL AND claimable IS NOT NULL;
