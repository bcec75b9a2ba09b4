# A full disk

needs: small-disk

Hookline's state lies on a disk that is full.

  $ small-disk .hookline
  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ hookline add notes
  ✓ Hookline syncs ~/notes from now on.
  ...
  $ hookline start --detach
  ✓ The agent is running (pid <pid>). `hookline stop` ends it.
  $ hookline stop
  ✓ The agent has stopped.
  $ cat /dev/zero > .hookline/ballast 2> /dev/null
  [1]

A commit goes through, with one line of warning.

  $ cd notes
  $ git commit --quiet --allow-empty -m "Buy milk"
  [Hookline Warning] Sync failed - queuing for retry

There is room again, and the next agent finds the commit.

  $ rm ~/.hookline/ballast
  $ hookline start --detach
  ✓ The agent is running (pid <pid>). `hookline stop` ends it.
  $ eventually 'git -C ~/remotes/notes.git log --format=%s | grep milk'
  Buy milk
