-- Every ref that Hookline moved, written down before the move. Rows are added
-- and settled once; nothing removes one.
CREATE TABLE operation (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  repository TEXT    NOT NULL,
  ref        TEXT    NOT NULL,
  old_commit TEXT,                               -- NULL: the ref did not exist before
  new_commit TEXT,                               -- NULL: the ref is removed
  cause      TEXT    NOT NULL,
  state      TEXT    NOT NULL CHECK (state IN ('planned', 'done', 'failed')),
  planned_at INTEGER NOT NULL,
  settled_at INTEGER,
  CHECK ((state = 'planned') = (settled_at IS NULL))
) STRICT;

CREATE INDEX operation_by_repository ON operation (repository, id);
