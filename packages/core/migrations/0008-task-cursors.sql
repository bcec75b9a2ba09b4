-- Up to where the movements of HEAD have been turned into jobs of tasks (see src/tasks/read-movements.ts).
CREATE TABLE task_cursor (
  repository TEXT PRIMARY KEY,
  commit_id  TEXT, -- what HEAD held; NULL before the first commit
  entry      TEXT  -- the last line of HEAD's reflog that was seen; NULL where there is none
) STRICT, WITHOUT ROWID;
