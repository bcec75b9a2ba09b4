# Commits while no agent runs start one that soon ends

  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ hookline add notes
  ✓ Hookline syncs ~/notes from now on.
  ...

A commit starts an agent in the background. It syncs, serves whoever asks, and ends when nothing is left.

  $ cd notes
  $ git commit --quiet --allow-empty -m "Buy milk"
  $ git commit --quiet --allow-empty -m "Buy bread"
  $ eventually 'git -C ~/remotes/notes.git log --format=%s | grep -c Buy'
  2
  $ eventually 'hookline status | grep "it with"'
  No agent is running, so nothing is fetched or tried again by itself; start it with `hookline start --detach`. Queue empty.
  $ hookline log --all | grep -o -e 'runner.started' -e 'reason=".*"' | sort -u
  reason="nothing is left to do"
  runner.started

An agent that is to stay takes over from it, whenever it comes.

  $ git commit --quiet --allow-empty -m "Buy cheese"
  $ hookline start --detach
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log. `hookline stop` ends it.
  $ eventually 'git -C ~/remotes/notes.git log --format=%s | grep cheese'
  Buy cheese
  $ hookline stop
  ✓ The agent has stopped.
