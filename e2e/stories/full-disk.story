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
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log. `hookline stop` ends it.
  $ hookline sync --wait ~/notes
  ✓ ~/notes: in sync with origin/main in <span>
  $ cat /dev/zero > .hookline/ballast 2> /dev/null
  [1]

A commit goes through, with one line of warning.

  $ cd notes
  $ git commit --quiet --allow-empty -m "Buy milk"
  [Hookline Warning] Sync failed - queuing for retry

The agent goes on, and says what is wrong. It moves nothing that it cannot write down first.

  $ eventually --exit 1 hookline status
  ! ~/notes  main → origin/main
    1 commit to push to origin/main. The disk is full. ... Last in sync <ago>.
    → Free some space; Hookline tries again by itself.

  Agent <pid>, up for <span>, log ~/.hookline/logs/agent.log. ...
  [1]

There is room again, and nobody has to do anything.

  $ rm ~/.hookline/ballast
  $ eventually hookline status
  ✓ ~/notes  main → origin/main
    In sync with origin/main. Pushed 1 commit <ago>. Last in sync <ago>.

  Agent <pid>, up for <span>, log ~/.hookline/logs/agent.log. ...

Without an agent it is the same: the commit waits until there is one.

  $ hookline stop
  ✓ The agent has stopped.
  $ cat /dev/zero > ~/.hookline/ballast 2> /dev/null
  [1]
  $ git commit --quiet --allow-empty -m "Buy bread"
  [Hookline Warning] Sync failed - queuing for retry
  $ rm ~/.hookline/ballast
  $ hookline start --detach
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log. `hookline stop` ends it.
  $ eventually 'git -C ~/remotes/notes.git log --format=%s | grep bread'
  Buy bread
