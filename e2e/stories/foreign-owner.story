# A repository of another user

needs: root

git refuses to work in a repository that someone else owns, and so does Hookline.

  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ chown -R 12345 notes
  $ hookline add notes
  ✗ $STORY/notes belongs to another user.
    → Change its owner, or add it to git's `safe.directory` if you trust that user.
  [64]
  $ hookline list
  Hookline syncs no repository yet. Add one: `hookline add <path>`

It comes to belong to someone else only later.

  $ chown -R 0 notes
  $ hookline add notes
  ✓ Hookline syncs ~/notes from now on.
  ...
  $ chown -R 12345 notes
  $ hookline sync --wait
  ✗ ~/notes: The repository belongs to another user. (detected dubious ownership in repository at '$STORY/notes')
    → Change its owner, or add it to git's `safe.directory` if you trust that user.
  [1]

As soon as the owner is right again, so is everything.

  $ chown -R 0 notes
  $ hookline sync --wait
  ✓ ~/notes: in sync with origin/main in <span>
