-- What happened to each repository (see src/store/activity-log.ts): looks that did or met something, and
-- how many did not.
CREATE TABLE activity (
  id          INTEGER PRIMARY KEY,
  repository  TEXT    NOT NULL,
  kind        TEXT    NOT NULL,
  at          INTEGER NOT NULL, -- milliseconds since the epoch, as all times
  until       INTEGER NOT NULL,
  looks       INTEGER NOT NULL,
  duration_ms INTEGER NOT NULL,
  pushed      INTEGER NOT NULL,
  pulled      INTEGER NOT NULL,
  detail      TEXT    NOT NULL CHECK (json_valid(detail)) -- branch, rescues, hold, failure
) STRICT;

CREATE INDEX activity_until ON activity (until, id);
CREATE INDEX activity_repository ON activity (repository, until, id);
