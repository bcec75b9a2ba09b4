# Tasks where no agent runs

  $ git config --global hookline.syncInterval 1d
  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ hookline add notes
  ✓ Hookline syncs ~/notes from now on.
  ...
  $ cd notes
  $ hookline task add words --include '*.md' --delay 0s -- wc -w {file}
  ...

By default a commit starts an agent in the background. It runs the tasks too, and ends when nothing is left.

  $ echo "Buy milk and bread" > list.md
  $ git add list.md
  $ TERM=xterm script -qec 'git commit --quiet -m "A list"' /dev/null
  [Hookline] Syncing in background...
  $ eventually 'hookline task results | grep -o "[0-9] list.md$"'
  4 list.md
  $ eventually 'hookline status | grep "it with"'
  No agent is running, so nothing is fetched or tried again by itself; start it with `hookline start --detach`. Queue empty.

With `wait` the commit waits for it, as long as `waitMs` says; the task is run all the same.

  $ git config hookline.fallback wait
  $ hookline add .
  ...
  $ echo "Buy cheese" > more.md
  $ git add more.md
  $ git commit --quiet -m "More"
  $ eventually 'hookline task results | grep -o "[0-9] more.md$"'
  2 more.md
  $ eventually 'hookline status | grep "it with"'
  No agent is running, so nothing is fetched or tried again by itself; start it with `hookline start --detach`. Queue empty.

With `queue` the commit leaves everything to the next agent, and says nothing.

  $ git config hookline.fallback queue
  $ hookline add .
  ...
  $ echo "Buy nothing today" > last.md
  $ git add last.md
  $ TERM=xterm script -qec 'git commit --quiet -m "Last"' /dev/null
  $ hookline task results --file last.md
  No run of a task has ended here. `hookline queue` shows what is to come.
  $ hookline start --detach
  ...
  $ eventually 'hookline task results | grep -o "[0-9] last.md$"'
  3 last.md
  $ hookline stop
  ...

A person can have a task run without any agent, and watches it.

  $ hookline task run words --all --again
  ✓ last.md: done in <span>
  ✓ list.md: done in <span>
  ✓ more.md: done in <span>
  ✓ words: 3 files done in <span>.
