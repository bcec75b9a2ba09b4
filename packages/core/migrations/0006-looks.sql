-- Looks get a table of their own (see src/decide/coalesce.ts), because tasks have one now; and the
-- state that both begin with has one name: `queued`.
CREATE TABLE look (
  id          INTEGER PRIMARY KEY AUTOINCREMENT, -- never reused: the log names looks by it
  repository  TEXT    NOT NULL,
  state       TEXT    NOT NULL CHECK (state IN ('queued', 'running', 'retrying', 'dead')),
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

INSERT INTO look
SELECT id, repository, iif(state = 'ready', 'queued', state), reasons, run_at, attempts, crashes,
       failure, enqueued_at, worker, lease_token, lease_until
FROM job;

DROP TABLE job;

CREATE UNIQUE INDEX look_running ON look (repository) WHERE state = 'running';
CREATE UNIQUE INDEX look_waiting ON look (repository) WHERE state <> 'running';
CREATE INDEX look_due ON look (run_at, id) WHERE state IN ('queued', 'retrying');
