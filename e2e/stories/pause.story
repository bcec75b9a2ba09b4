# Pause, and go on

  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ hookline add notes
  ✓ Hookline syncs ~/notes from now on.
  ...
  $ hookline start --detach
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log. `hookline stop` ends it.
  $ hookline sync --wait
  ✓ ~/notes: in sync with origin/main in <span>

Everything at once, before a long train ride.

  $ hookline pause --all --for 3h
  ‖ Everything is paused until .... `hookline resume --all` ends it.
  $ hookline sync --wait
  ‖ ~/notes: Syncing is paused.
    → Run `hookline resume`.
  [2]
  $ hookline resume --all
  ✓ Everything is synced again.
  $ hookline sync --wait
  ✓ ~/notes: in sync with origin/main in <span>

Or one repository.

  $ cd notes
  $ hookline pause
  ‖ ~/notes is paused. `hookline resume` ends it.
  $ git commit --quiet --allow-empty -m "Not yet"
  $ hookline sync --wait
  ‖ ~/notes: Syncing is paused.
    → Run `hookline resume`.
  [2]

A pause is a setting of git, so it outlives the agent.

  $ git config hookline.paused
  true
  $ hookline stop
  ✓ The agent has stopped.
  $ hookline start --detach
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log. `hookline stop` ends it.
  $ eventually --exit 2 hookline status
  ‖ ~/notes  main → origin/main
    1 commit to push to origin/main. Syncing is paused. Last in sync <ago>.
    → Run `hookline resume`.

  Agent <pid>, up for <span>, log ~/.hookline/logs/agent.log. Queue empty.
  [2]
  $ git -C ~/remotes/notes.git log --format=%s
  Begin

After `resume` everything that waited is pushed.

  $ hookline resume
  ✓ ~/notes is synced again.
  $ eventually 'git -C ~/remotes/notes.git log --format=%s | grep yet'
  Not yet
