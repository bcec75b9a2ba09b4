# A broken database is set aside, and nothing is lost

Commits wait until a look is asked for.

  $ git config --global hookline.fallback queue
  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ hookline add notes
  ✓ Hookline syncs ~/notes from now on.
  ...
  $ hookline start --detach
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log. `hookline stop` ends it.
  $ hookline stop
  ✓ The agent has stopped.
  $ rm -f .hookline/hookline.db-*
  $ echo garbage > .hookline/hookline.db
  $ git -C notes commit --quiet --allow-empty -m "Buy milk"
  $ hookline status
  ✗ The database $STORY/.hookline/hookline.db is damaged (SQLITE_NOTADB).
    → Start the agent again: it sets the file aside and begins a new one.
  [1]
  $ hookline doctor
  ✓ git 2.39
  ✓ State folder $STORY/.hookline
  ✗ The database $STORY/.hookline/hookline.db is damaged (SQLITE_NOTADB).
    → Start the agent again: it sets the file aside and begins a new one.
  ✓ ~/notes: 5 hooks leave records, which the next agent reads
  [1]

The next agent begins a new database, looks everywhere, and so finds the commit.

  $ hookline start --detach
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log. `hookline stop` ends it.
  $ eventually 'git -C ~/remotes/notes.git log --format=%s | grep milk'
  Buy milk
  $ hookline sync --wait
  ✓ ~/notes: in sync with origin/main in <span>

The old one is kept, for whoever wants to know.

  $ hookline log | grep set-aside
  <time> store.set-aside file=$STORY/.hookline/hookline.db kept=$STORY/.hookline/hookline.db.broken-<time> problem="The database $STORY/.hookline/hookline.db is damaged (SQLITE_NOTADB)."
  $ cat ~/.hookline/hookline.db.broken-*
  garbage

What cannot be opened for another reason stays as it is.

  $ hookline stop
  ✓ The agent has stopped.
  $ rm -f ~/.hookline/hookline.db*
  $ mkdir ~/.hookline/hookline.db
  $ hookline agent
  ✗ The database $STORY/.hookline/hookline.db cannot be opened: a folder is in its place.
    → Move that folder away, then try again.
  [1]
  $ rmdir ~/.hookline/hookline.db
  $ hookline start --detach
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log. `hookline stop` ends it.
