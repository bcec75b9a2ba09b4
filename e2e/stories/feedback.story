# A commit in a terminal says what came of it

needs: script

  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ git config --global hookline.waitMs 2000
  $ hookline add notes
  ✓ Hookline syncs ~/notes from now on.
  ...
  $ hookline start --detach
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log. `hookline stop` ends it.
  $ hookline sync --wait
  ✓ ~/notes: in sync with origin/main in <span>

It waits for its line as long as `hookline.waitMs`, here two seconds; 80 ms unless you say so.

  $ cd notes
  $ seq 1 | split -l 1 - few. ; git add .
  $ TERM=xterm script -qec 'git commit --quiet -m "A few"' /dev/null
  [Hookline] Synced 1 file to origin/main in <span>

A large commit is not waited for.

  $ seq 20 | split -l 1 - many. ; git add .
  $ TERM=xterm script -qec 'git commit --quiet -m "Many"' /dev/null
  [Hookline] Large commit detected. Syncing in background...
  $ eventually 'git -C ~/remotes/notes.git log --format=%s | grep Many'
  Many

Where the remote cannot be reached, nothing is lost: it is tried again.

  $ mv ~/remotes/notes.git ~/remotes/away.git
  $ TERM=xterm script -qec 'git commit --quiet --allow-empty -m "Alone"' /dev/null
  [Hookline Warning] Sync failed - queuing for retry
  $ mv ~/remotes/away.git ~/remotes/notes.git
  $ hookline sync --wait > /dev/null

Without a terminal nobody reads it, and no commit waits.

  $ git commit --quiet --allow-empty -m "Unseen"
  $ eventually 'git -C ~/remotes/notes.git log --format=%s | grep Unseen'
  Unseen

Where no agent runs, `fallback = wait` starts one that soon ends, and waits for its line; a busy machine may take
longer than that, and then the line says so.

  $ hookline stop
  ✓ The agent has stopped.
  $ git config hookline.fallback wait
  $ hookline add > /dev/null
  $ TERM=xterm script -qec 'git commit --quiet --allow-empty -m "By itself"' /dev/null | grep -o 'Hookline. Sync'
  Hookline] Sync
