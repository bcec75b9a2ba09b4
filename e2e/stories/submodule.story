# A submodule moves on

Hookline brings the branch. The submodule is its owner's: Hookline leaves it where it is, and says so.

Commits wait until a look is asked for, and no poll comes in between.

  $ git config --global hookline.fallback queue
  $ git config --global hookline.syncInterval 1d
  $ git config --global protocol.file.allow always
  $ new-remote remotes/library.git
  $ new-remote remotes/app.git
  $ git clone --quiet remotes/app.git there
  $ git -C there submodule --quiet add "$HOME/remotes/library.git" library
  $ git -C there commit --quiet -m "Use the library"
  $ git -C there push --quiet
  $ git clone --quiet --recurse-submodules remotes/app.git app
  $ hookline start --detach
  ...
  $ hookline add app
  ...
  $ hookline sync --wait
  ✓ ~/app: in sync with origin/main in <span>
  $ git -C there/library commit --quiet --allow-empty -m "Improve the library"
  $ git -C there/library push --quiet origin HEAD:main
  $ git -C there commit --quiet -a -m "Use the better library"
  $ git -C there push --quiet
  $ hookline sync --wait
  ✓ ~/app: in sync with origin/main (took 1 commit) in <span>
  $ hookline status
  ✓ ~/app  main → origin/main
    In sync with origin/main. Took 1 commit <ago>. Last in sync <ago>.
    ! Submodule library is at another commit than the branch records; `git submodule update` brings what it records.

  Agent <pid>, up for <span>, log ~/.hookline/logs/agent.log. Queue empty.
  $ git -C app submodule --quiet update
  $ hookline sync --wait
  ✓ ~/app: in sync with origin/main in <span>
  $ hookline status
  ✓ ~/app  main → origin/main
    In sync with origin/main. Took 1 commit <ago>. Last in sync <ago>.

  Agent <pid>, up for <span>, log ~/.hookline/logs/agent.log. Queue empty.
  $ hookline stop
  ...
