-- What the agent remembers of each repository between two looks.
CREATE TABLE repository_record (
  repository         TEXT    PRIMARY KEY,
  last_look_at       INTEGER,
  last_success_at    INTEGER,
  seen_remote_ref    TEXT,
  seen_remote_commit TEXT,
  last_look          TEXT CHECK (last_look IS NULL OR json_valid(last_look)),
  CHECK ((seen_remote_ref IS NULL) = (seen_remote_commit IS NULL))
) STRICT, WITHOUT ROWID;
