# An agent that is killed in the middle of a push loses nothing

The remote takes its time: it accepts a push only once there is a file `go`.

  $ new-remote remotes/notes.git
  $ cat > remotes/notes.git/hooks/pre-receive <<'END'
  > #!/bin/sh
  > touch ../../waiting
  > until test -e ../../go; do sleep 0.1; done
  > END
  $ chmod +x remotes/notes.git/hooks/pre-receive
  $ serve-http remotes
  Serving $STORY/remotes at http://localhost:$PORT
  $ git clone --quiet http://localhost:$PORT/notes.git notes
  $ hookline add notes
  ✓ Hookline syncs ~/notes from now on.
  ...
  $ hookline start --detach
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log. `hookline stop` ends it.

The agent is killed after the commit, while it pushes.

  $ cd notes
  $ git commit --quiet --allow-empty -m "Buy milk"
  $ eventually test -e ~/waiting
  $ kill -9 $(hookline status --json | pick agent.pid)
  $ eventually 'hookline status | grep "No agent"'
  No agent is running, so nothing is fetched or tried again by itself; start it with `hookline start --detach`. Queue empty.
  $ git commit --quiet --allow-empty -m "Buy bread"

A new agent goes on where the old one ended. Once the remote is ready, it gets both commits, each
of them once.

  $ hookline start --detach
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log. `hookline stop` ends it.
  $ touch ~/go
  $ eventually 'git -C ~/remotes/notes.git log --format=%s | grep bread'
  Buy bread
  $ eventually hookline sync --wait
  ✓ ~/notes: in sync with origin/main in <span>
  $ git -C ~/remotes/notes.git log --format=%s
  Buy bread
  Buy milk
  Begin
