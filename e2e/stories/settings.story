# Settings are git config keys

  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ hookline add notes
  ✓ Hookline syncs ~/notes from now on.
  ...
  $ cd notes
  $ hookline config
  hookline.alpha = false  default
    Where both sides moved on, this machine's commits win and the remote's are rescued. Without it, the remote's win and this machine's are rescued.
  hookline.startup = remote  default
    Who wins a divergence when the agent starts: `remote`, also for an alpha, or `mode`, as at any other time.
  hookline.onDirty = wait  default
    Where the remote's commits would replace files that are not committed: `wait` for you, or `rescue` the files and go on.
  hookline.paused = false  default
    Hookline does nothing here until `hookline resume`, or until the time that stands here.
  hookline.syncInterval = 30s  default
    How often the remote is asked for news.
  hookline.gitDeadline = 10m  default
    How long one fetch or push may take before it is ended and tried again later.
  hookline.tickInterval = 15m  default
    How often the tick runs, where `tickCommand` or `tickPath` is set.
  hookline.tickCommand = –  default
    A program that the tick runs in the repository, without a shell.
  hookline.tickPath = –  default
    What the tick commits, one path each: a file or a folder of the repository.
  hookline.tickMessage = chore(state): tick at {iso}  default
    The message of a tick's commit; {iso}, {count}, {host} and {branch} are filled in.
  hookline.afterPull = –  default
    A program that runs in the repository after commits were taken, without a shell.
  hookline.commandDeadline = 10m  default
    How long `tickCommand` and `afterPull` may run before they are ended.
  hookline.autoCommit = false  default
    Commit by itself what changed, once the files have been still for two seconds.
  hookline.autoCommitMessage = chore(auto): {count} files at {iso}  default
    The message of such a commit; the same words are filled in as for the tick.
  hookline.maxFileSize = 100m  default
    `autoCommit` and the tick leave out larger files, and say so: a number with k, m or g.
  hookline.hooks = true  default
    Whether the hooks report. Without them the agent finds commits all the same, by itself.
  hookline.waitMs = 80  default
    How long a commit in a terminal waits for the line that says what came of it, in milliseconds; 0 for not at all.
  hookline.asyncFiles = 10  default
    A commit of more files than this is not waited for.
  hookline.asyncMs = 2000  default
    Nor is a sync that will take longer than this, in milliseconds, by those before it.
  hookline.fallback = detach  default
    What a commit does where no agent runs: `detach` starts one in the background that syncs and ends, `wait` waits for it as long as `waitMs`, `queue` leaves the commit to the next agent. The hooks have it written in them: set while no agent runs, it counts from the next agent or `hookline add` on.
  hookline.tasks = true  default
    Whether tasks run. Without it they are queued, and wait.
  hookline.rescueKeep = 90d  default
    How long a rescue is kept at least, once you were told of it.

What holds for all stands in the global file, what holds for one repository in its own. `config`
tells which one counts.

  $ git config --global hookline.syncInterval 2m
  $ hookline config | grep Interval
  hookline.syncInterval = 2m  $STORY/.gitconfig
  hookline.tickInterval = 15m  default
  $ git config hookline.syncInterval 10s
  $ hookline config | grep Interval
  hookline.syncInterval = 10s  .git/config
  hookline.tickInterval = 15m  default

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

  No agent is running, so nothing is fetched or tried again by itself; start it with `hookline start --detach`. Queue empty.
