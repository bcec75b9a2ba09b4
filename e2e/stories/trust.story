# A repository cannot make Hookline run anything

Commands in your global git config are yours, and run. Those in a repository's own config may have
come with an archive, a container or a colleague's script: they do not run until you have read and
accepted them.

  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ git -C notes config hookline.tickCommand "touch ran"
  $ git -C notes config core.sshCommand "ssh -i deploy-key"
  $ hookline add notes
  ✓ Hookline syncs ~/notes from now on.
    Hooks are installed as files of their own.
  The config of ~/notes wants to run:
    hookline.tickCommand  ! not trusted
      touch ran  .git/config
    git's programs  ! not trusted
      core.sshcommand = ssh -i deploy-key  .git/config
    What is in a file that they name can change without your being asked again.
    They do not run; everything else is synced. `hookline trust` accepts them.
    No agent is running yet. Start it with `hookline start --detach`.
  $ cd notes
  $ hookline tick --wait
  ✓ ~/notes: in sync with origin/main in <span>
    ! core.sshcommand in .git/config is not used until you trust it: see `hookline trust`.
    ! hookline.tickCommand in .git/config does not run until you trust it: see `hookline trust`.
  [1]
  $ ls ran
  ls: cannot access 'ran': No such file or directory
  [2]
  $ hookline status
  ✓ ~/notes  main → origin/main
  ...
    ! core.sshcommand in .git/config is not used until you trust it: see `hookline trust`.
    ! hookline.tickCommand in .git/config does not run until you trust it: see `hookline trust`.
  ...

Nobody is here to answer, so nothing is accepted by accident.

  $ hookline trust < /dev/null
  The config of ~/notes wants to run:
  ...
  Nobody is here to answer. `hookline trust --yes` accepts them.
  [1]
  $ hookline trust --yes
  The config of ~/notes wants to run:
    hookline.tickCommand  ! not trusted
      touch ran  .git/config
    git's programs  ! not trusted
      core.sshcommand = ssh -i deploy-key  .git/config
    What is in a file that they name can change without your being asked again.
  ✓ Trusted, until one of these values changes.
  $ hookline tick --wait
  ✓ ~/notes: in sync with origin/main in <span>
  $ ls ran
  ran

A value that changes is another one.

  $ git config hookline.tickCommand "touch ran-again"
  $ hookline trust --list
  The config of ~/notes wants to run:
    hookline.tickCommand  ! not trusted
      touch ran-again  .git/config
    git's programs  ✓ trusted
      core.sshcommand = ssh -i deploy-key  .git/config
    What is in a file that they name can change without your being asked again.
  [1]
  $ hookline tick --wait
  ✓ ~/notes: in sync with origin/main in <span>
    ! hookline.tickCommand in .git/config does not run until you trust it: see `hookline trust`.
  [1]
  $ ls ran-again
  ls: cannot access 'ran-again': No such file or directory
  [2]

A repository cannot hide what it would run, nor vouch for itself.

  $ git config hookline.tickCommand "$(printf 'rm -rf x\033[2K\rmake')"
  $ git config hookline.trusted "$(git config --global hookline.trusted)"
  $ hookline trust --list | grep 'rm -rf'
      rm -rf x\u{1b}[2K\u{d}make  .git/config
  $ hookline trust --revoke
  ✓ Took back 2 acceptances for ~/notes.
  $ hookline trust --json | shape
  ...
