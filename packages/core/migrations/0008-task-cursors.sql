-- Up to where the movements of HEAD have been turned into jobs of tasks (see src/tasks).
CREATE TABLE task_cursor (
  repository TEXT PRIMARY KEY,
  entry      TEXT NOT NULL -- the last line of HEAD's reflog that was seen
) STRICT, WITHOUT ROWID;
