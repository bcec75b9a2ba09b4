# The folder of a repository is gone

  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ hookline add notes
  ✓ Hookline syncs ~/notes from now on.
  ...
  $ hookline sync --wait
  ✓ ~/notes: in sync with origin/main in <span>
  $ mv notes elsewhere
  $ hookline sync --wait
  ! ~/notes: The folder is gone or is no repository any more. (no folder $STORY/notes)
    → Bring it back, or run `hookline remove` for it.
  [1]
  $ hookline status
  ! ~/notes
    The folder is gone or is no repository any more. (no folder $STORY/notes) Attempt 2 <soon>. Last in sync <ago>.
    → Bring it back, or run `hookline remove` for it.

  No agent is running, so nothing is fetched or tried again by itself; start it with `hookline start --detach`. Queue: 1 to retry.
  [1]
  $ hookline doctor
  ...
  ✗ ~/notes: the folder is gone or is no repository any more.
    → Bring it back, or run `hookline remove $STORY/notes`.
  [1]

It comes back, and all is well.

  $ mv elsewhere notes
  $ hookline sync --wait
  ✓ ~/notes: in sync with origin/main in <span>

It stays away, and is taken off the list.

  $ rm -r notes
  $ hookline remove notes
  ✓ Hookline leaves ~/notes alone.
  $ hookline list
  Hookline syncs no repository yet. Add one: `hookline add <path>`
