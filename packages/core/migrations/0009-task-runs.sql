-- What became of each run of a task (see src/tasks).
CREATE TABLE task_run (
  id           INTEGER PRIMARY KEY,
  job          TEXT    NOT NULL,
  attempt      INTEGER NOT NULL,
  task         TEXT    NOT NULL,
  repository   TEXT    NOT NULL,
  path         TEXT    NOT NULL,
  blob         TEXT    NOT NULL,
  commit_id    TEXT    NOT NULL,
  fingerprint  TEXT    NOT NULL, -- the command, its input and the content: what is never done twice
  ending       TEXT    NOT NULL CHECK (json_valid(ending)),
  succeeded    INTEGER NOT NULL CHECK (succeeded IN (0, 1)),
  started_at   INTEGER NOT NULL,
  duration_ms  INTEGER NOT NULL,
  stdout       TEXT    NOT NULL,
  stdout_bytes INTEGER NOT NULL, -- as many as it printed; `stdout` may be cut
  stderr       TEXT    NOT NULL,
  output       TEXT              -- the file that it was written to
) STRICT;

CREATE INDEX task_run_fingerprint ON task_run (fingerprint) WHERE succeeded = 1;
CREATE INDEX task_run_file ON task_run (repository, path, id);
