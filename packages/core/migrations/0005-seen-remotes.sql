-- One remembered commit for each branch that was followed, not for the last one only: a person may
-- switch away from a branch and come back to it.
CREATE TABLE repository_record_new (
  repository      TEXT PRIMARY KEY,
  last_look_at    INTEGER,
  last_success_at INTEGER,
  seen_remotes    TEXT NOT NULL CHECK (json_valid(seen_remotes)), -- [{"ref": …, "commit": …}, …]
  last_look       TEXT CHECK (last_look IS NULL OR json_valid(last_look))
) STRICT, WITHOUT ROWID;

INSERT INTO repository_record_new
SELECT repository, last_look_at, last_success_at,
       iif(seen_remote_ref IS NULL, '[]',
           json_array(json_object('ref', seen_remote_ref, 'commit', seen_remote_commit))),
       last_look
FROM repository_record;

DROP TABLE repository_record;
ALTER TABLE repository_record_new RENAME TO repository_record;
