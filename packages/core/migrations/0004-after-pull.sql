-- What `hookline.afterPull` has to do, one row per repository (see src/decide/after-pull.ts).
CREATE TABLE after_pull (
  repository  TEXT    PRIMARY KEY,
  state       TEXT    NOT NULL CHECK (state IN ('ready', 'held', 'dead')),
  from_commit TEXT    NOT NULL,
  to_commit   TEXT    NOT NULL,
  attempts    INTEGER NOT NULL,
  run_at      INTEGER NOT NULL, -- milliseconds since the epoch
  problem     TEXT              -- the last words of the last attempt that failed
) STRICT, WITHOUT ROWID;
