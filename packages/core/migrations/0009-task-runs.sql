-- What became of each run of a task (see src/tasks). A row is written once, when the run has ended.
CREATE TABLE task_run (
  id           INTEGER PRIMARY KEY,
  job          TEXT    NOT NULL,
  attempt      INTEGER NOT NULL,
  task         TEXT    NOT NULL,
  repository   TEXT    NOT NULL,
  path         TEXT    NOT NULL,
  blob         TEXT    NOT NULL,
  commit_id    TEXT    NOT NULL,
  fingerprint  TEXT,             -- command and content, never done twice; NULL: nobody knows what it saw
  ending       TEXT    NOT NULL CHECK (json_valid(ending)),
  succeeded    INTEGER NOT NULL CHECK (succeeded IN (0, 1)),
  started_at   INTEGER NOT NULL, -- milliseconds since the epoch, as all times
  duration_ms  INTEGER NOT NULL,
  stdout_bytes INTEGER NOT NULL, -- as many as it printed; `stdout` may be cut
  output       TEXT,             -- the file that it was written to
  output_blob  TEXT,             -- the id that git gives to what was written there
  stdout       TEXT    NOT NULL, -- the long ones last: a list need not read past them
  stderr       TEXT    NOT NULL,
  CHECK (output_blob IS NULL OR output IS NOT NULL)
) STRICT;

CREATE INDEX task_run_fingerprint ON task_run (fingerprint) WHERE succeeded = 1;
CREATE INDEX task_run_file ON task_run (repository, path, id);
CREATE INDEX task_run_task ON task_run (task, id);
CREATE INDEX task_run_started ON task_run (started_at);
CREATE INDEX task_run_job ON task_run (job, id);
CREATE INDEX task_run_size ON task_run (id, stdout_bytes);

CREATE VIRTUAL TABLE task_run_text USING fts5 (
  task, path, stdout, content = 'task_run', content_rowid = 'id', tokenize = 'unicode61'
);

CREATE TRIGGER task_run_kept AFTER INSERT ON task_run BEGIN
  INSERT INTO task_run_text (rowid, task, path, stdout)
  VALUES (new.id, new.task, new.path, new.stdout);
END;

CREATE TRIGGER task_run_pruned AFTER DELETE ON task_run BEGIN
  INSERT INTO task_run_text (task_run_text, rowid, task, path, stdout)
  VALUES ('delete', old.id, old.task, old.path, old.stdout);
END;

-- What tasks wrote into files of a work tree, so that nothing else is ever overwritten. Two rows while a
-- file is being replaced, so that both its old and its new content are known as ours after a crash.
CREATE TABLE task_output (
  repository TEXT NOT NULL,
  path       TEXT NOT NULL, -- bytes, one character each
  blob       TEXT NOT NULL,
  PRIMARY KEY (repository, path, blob)
) STRICT, WITHOUT ROWID;
