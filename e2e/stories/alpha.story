# Both sides moved on, and this machine wins

On an alpha the local commits win a divergence. The remote's are kept on the remote.

  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ git clone --quiet remotes/notes.git colleague
  $ hookline add notes
  ✓ Hookline syncs ~/notes from now on.
    Hooks are installed as files of their own.
    No agent is running yet. Start it with `hookline start --detach`.
  $ hookline alpha notes on
  ~/notes is alpha: where both sides moved on, this machine's commits win.
  $ hookline start --detach
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log. `hookline stop` ends it.
  $ hookline sync --wait
  ✓ ~/notes: in sync with origin/main in <span>
  $ cd ~/colleague
  $ git commit --quiet --allow-empty -m "Buy bread"
  $ git push --quiet
  $ cd ~/notes
  $ git commit --quiet --allow-empty -m "Buy milk"
  $ eventually 'git -C ~/remotes/notes.git log --format=%s main | grep milk'
  Buy milk
  $ hookline status
  ✓ ~/notes  main → origin/main
    In sync with origin/main. Pushed 1 commit <ago>. Replaced 1 commit on the remote, which keeps them: `hookline rescue list --remote` (<time>-replaced-<commit>) (<ago>). Last in sync <ago>.

  Agent <pid>, up for <span>, log ~/.hookline/logs/agent.log. Queue empty.
  $ git -C ~/remotes/notes.git log --format=%s main
  Buy milk
  Begin

The colleague's commit is still on the remote, under a name of its own, and can be had from everywhere.

  $ hookline rescue list --remote
  <time>-replaced-<commit>  <ago> lies on origin
    The remote's commits, as they were before a push took their place.

  Look inside with `hookline rescue show --remote <name>`, get it back with `hookline rescue restore --remote <name>`.
  $ git -C ~/remotes/notes.git for-each-ref --format="%(subject)" refs/hookline
  Buy bread

When the agent starts, the remote's commits win on an alpha too: a restart must not undo what others
did meanwhile. Commits wait for that start here.

  $ git config --global hookline.fallback queue
  $ hookline stop
  ✓ The agent has stopped.
  $ cd ~/colleague
  $ git fetch --quiet
  $ git reset --quiet --hard origin/main
  $ git commit --quiet --allow-empty -m "Buy butter"
  $ git push --quiet
  $ cd ~/notes
  $ git commit --quiet --allow-empty -m "Buy eggs"
  $ hookline start --detach
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log. `hookline stop` ends it.
  $ eventually 'git log --format=%s | grep butter'
  Buy butter
  $ hookline rescue list
  <time>-diverged-<commit>  <ago> on <host>
    main: 1 commit, kept before the remote's history took the place of yours.

  Look inside with `hookline rescue show <name>`, get it back with `hookline rescue restore <name>`.

Switched off, the next look follows the default again.

  $ hookline alpha off
  ~/notes is not alpha: where both sides moved on, the remote's commits win.
  $ hookline alpha
  ~/notes is not alpha: where both sides moved on, the remote's commits win.
  $ hookline alpha ~/notes perhaps
  ✗ alpha is on or off, not "perhaps".
    → For example `hookline alpha ~/notes on`.
  [64]
