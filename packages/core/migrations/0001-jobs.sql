-- Durable reasons to look at a repository (see src/decide/job.ts for the rules).
-- A repository has at most two jobs: one that runs, and one that does not.
CREATE TABLE job (
  id          INTEGER PRIMARY KEY AUTOINCREMENT, -- never reused: the log names jobs by it
  kind        TEXT    NOT NULL,
  repository  TEXT    NOT NULL,
  state       TEXT    NOT NULL CHECK (state IN ('ready', 'running', 'retrying', 'dead')),
  reasons     TEXT    NOT NULL CHECK (json_valid(reasons)),
  run_at      INTEGER NOT NULL,                  -- milliseconds since the epoch, as all times
  attempts    INTEGER NOT NULL DEFAULT 0,
  crashes     INTEGER NOT NULL DEFAULT 0,
  failure     TEXT             CHECK (failure IS NULL OR json_valid(failure)),
  enqueued_at INTEGER NOT NULL,
  worker      TEXT,
  lease_token TEXT,
  lease_until INTEGER,
  CHECK ((state = 'running') = (worker IS NOT NULL)),
  CHECK ((state = 'running') = (lease_token IS NOT NULL)),
  CHECK ((state = 'running') = (lease_until IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX job_running ON job (repository) WHERE state = 'running';
CREATE UNIQUE INDEX job_waiting ON job (kind, repository) WHERE state <> 'running';
CREATE INDEX job_due ON job (run_at, id) WHERE state IN ('ready', 'retrying');
