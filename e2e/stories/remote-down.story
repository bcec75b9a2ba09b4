# The remote is away for a while

  $ new-remote remotes/notes.git
  $ serve-http remotes
  Serving $STORY/remotes at http://localhost:$PORT
  $ git clone --quiet http://localhost:$PORT/notes.git notes
  $ hookline add notes
  ✓ Hookline syncs ~/notes from now on.
  ...
  $ hookline start --detach
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log. `hookline stop` ends it.
  $ hookline sync --wait
  ✓ ~/notes: in sync with origin/main in <span>
  $ serve-http stop

The commit does not notice. Hookline does, says so (exit code 3), and tries again by itself.

  $ cd notes
  $ git commit --quiet --allow-empty -m "Buy milk"
  $ eventually --exit 3 hookline status
  ! ~/notes  main → origin/main
    1 commit to push to origin/main. The remote cannot be reached. ... Last in sync <ago>.
    → Hookline tries again by itself.

  Agent <pid>, up for <span>, log ~/.hookline/logs/agent.log. ...
  [3]
  $ hookline status --json | pick repositories.0.failure.kind
  offline

The remote comes back, and nobody has to do anything.

  $ serve-http ~/remotes
  Serving $STORY/remotes at http://localhost:$PORT
  $ eventually hookline status
  ✓ ~/notes  main → origin/main
    In sync with origin/main. Pushed 1 commit <ago>. Last in sync <ago>.

  Agent <pid>, up for <span>, log ~/.hookline/logs/agent.log. Queue empty.
  $ git -C ~/remotes/notes.git log --format=%s
  Buy milk
  Begin
