# Watch what happens

  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ hookline add notes
  ✓ Hookline syncs ~/notes from now on.
  ...
  $ hookline start --detach
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log. `hookline stop` ends it.
  $ hookline sync --wait
  ✓ ~/notes: in sync with origin/main in <span>
  $ hookline status --watch > watched &
  $ eventually grep -m 1 "In sync" watched
    In sync with origin/main. Last in sync <ago>.

Each change is shown. On a terminal the lines are drawn in place.

  $ hookline pause notes
  ‖ ~/notes is paused. `hookline resume` ends it.
  $ eventually grep -m 1 "paused" watched
    Syncing is paused. Last in sync <ago>.
  $ hookline resume notes
  ✓ ~/notes is synced again.
  $ hookline sync notes
  The agent is looking. See `hookline status`.

It ends with the agent, or with Ctrl-C.

  $ hookline stop
  ✓ The agent has stopped.
  $ eventually grep "The agent" watched
  The agent has stopped.
