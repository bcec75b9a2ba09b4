# Settings are git config keys

  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ hookline add notes
  ✓ Hookline syncs ~/notes from now on.
  ...
  $ cd notes
  $ hookline config
  hookline.alpha = false  default
    This machine is the authority where both sides moved on. Shown, and without effect yet: a diverged branch holds.
  hookline.paused = false  default
    Hookline does nothing here until `hookline resume`.
  hookline.syncInterval = 30s  default
    How often the remote is asked for news.
  hookline.gitDeadline = 10m  default
    How long one fetch or push may take before it is ended and tried again later.

What holds for all stands in the global file, what holds for one repository in its own. `config`
tells which one counts.

  $ git config --global hookline.syncInterval 2m
  $ hookline config | grep Interval
  hookline.syncInterval = 2m  $STORY/.gitconfig
  $ git config hookline.syncInterval 10s
  $ hookline config | grep Interval
  hookline.syncInterval = 10s  .git/config

A value that makes no sense is named, and the one before it counts.

  $ git config hookline.syncInterval often
  $ hookline config
  ...
  hookline.syncInterval = 2m  $STORY/.gitconfig
  ...
  ! hookline.syncInterval in ... wants a duration from 5s to 1d, such as 30s or 15m, not "often".
  [1]

So is a key that does not exist, with the one that was probably meant. Everything else still works.

  $ git config hookline.syncInterval 10s
  $ git config hookline.syncIntervall 10s
  $ git config hookline.colour blue
  $ hookline config
  ...
  ! hookline.syncintervall in ... is no setting of this version. Did you mean hookline.syncInterval?
  ! hookline.colour in ... is no setting of this version. `hookline config` lists the ones it knows.
  [1]
  $ hookline sync --wait
  ✓ ~/notes: in sync with origin/main in <span>
  $ hookline status
  ✓ ~/notes  main → origin/main
    In sync with origin/main. Last in sync <ago>.
    ! hookline.syncintervall in .git/config is no setting of this version. Did you mean hookline.syncInterval?
    ! hookline.colour in .git/config is no setting of this version. `hookline config` lists the ones it knows.

  No agent is running, so nothing syncs by itself; start it with `hookline start --detach`. Queue empty.
