# Two machines are alpha

Each would replace the other's commits for ever. The one whose commits were replaced stops, and says
so; nothing is lost.

  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git desk
  $ git clone --quiet remotes/notes.git laptop
  $ git config --global hookline.alpha true
  $ git config --global hookline.syncInterval 5s
  $ hookline add desk
  ...
  $ hookline add laptop
  ...
  $ hookline start --detach
  ...
  $ hookline sync --wait
  ✓ ~/desk: in sync with origin/main in <span>
  ✓ ~/laptop: in sync with origin/main in <span>
  $ hookline pause laptop
  ‖ ~/laptop is paused. `hookline resume` ends it.
  $ git -C desk commit --quiet --allow-empty -m "Written at the desk"
  ...
  $ eventually 'git -C remotes/notes.git log --format=%s main | grep desk'
  Written at the desk
  $ git -C laptop commit --quiet --allow-empty -m "Written on the laptop"
  ...
  $ hookline resume laptop
  ✓ ~/laptop is synced again.
  $ eventually 'git -C remotes/notes.git log --format=%s main | grep laptop'
  Written on the laptop
  $ eventually 'hookline status | grep -o "Another alpha replaced"'
  Another alpha replaced
  $ hookline status
  ‖ ~/desk  main → origin/main
    1 commit here and 1 commit on origin/main that the other side lacks. Another alpha replaced the commits that this machine had pushed. Two alphas cannot both win. Pushed 1 commit <ago>. Last in sync <ago>.
    → Run `hookline alpha off` on one of them. To let this machine win once more, run `hookline sync`.

  ✓ ~/laptop  main → origin/main
    In sync with origin/main. Pushed 1 commit <ago>. Replaced 1 commit on the remote, which keeps them: `hookline rescue list --remote` (<time>-replaced-<commit>) (<ago>). Last in sync <ago>.

  Agent <pid>, up for <span>, log ~/.hookline/logs/agent.log. Queue empty.
  [2]

What was replaced is kept on the remote, and one of the two gives way.

  $ git -C remotes/notes.git for-each-ref --format='%(contents:subject)' refs/hookline
  Written at the desk
  $ hookline alpha desk off
  ~/desk is not alpha: where both sides moved on, the remote's commits win.
  $ eventually 'git -C desk log --format=%s -1 | grep laptop'
  Written on the laptop
  $ hookline stop
  ...
