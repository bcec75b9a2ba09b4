# Commits wait for the next agent, where that is wanted

  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ git config --global hookline.fallback queue
  $ hookline add notes
  ✓ Hookline syncs ~/notes from now on.
  ...

The commits go through as if nothing were missing.

  $ cd notes
  $ git commit --quiet --allow-empty -m "Buy milk"
  $ git commit --quiet --allow-empty -m "Buy bread"
  $ hookline status
  ○ ~/notes  main → origin/main
    2 commits to push to origin/main. Never in sync so far.

  No agent is running, so nothing is fetched or tried again by itself; start it with `hookline start --detach`. Queue: 2 records from hooks.
  [2]

The next agent finds them.

  $ hookline start --detach
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log. `hookline stop` ends it.
  $ eventually 'git -C ~/remotes/notes.git log --format=%s | grep -c Buy'
  2
  $ hookline sync --wait
  ✓ ~/notes: in sync with origin/main in <span>

Without an agent `sync` does the same, once.

  $ hookline stop
  ✓ The agent has stopped.
  $ git commit --quiet --allow-empty -m "Buy cheese"
  $ hookline sync
  ✓ ~/notes: in sync with origin/main (pushed 1 commit) in <span>
  $ git -C ~/remotes/notes.git log --format=%s
  Buy cheese
  Buy bread
  Buy milk
  Begin
