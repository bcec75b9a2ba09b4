# The first run: nothing is set up yet, and nothing breaks

  $ hookline --version
  0.1.0
  $ hookline --help
  Usage: hookline [options] [command]

  Commit as usual: Hookline brings your commits to the remote, and the remote's to
  you.

  Options:
    -V, --version            print the version
    -h, --help               show help

  Commands:
    add [options] [path]     begin to sync a repository
    remove [path]            leave a repository alone again
    list [options]           name the repositories that Hookline syncs
    status [options] [path]  say how the repositories are doing
    sync [options] [path]    look at a repository now
    tick [options] [path]    run a repository's tick now
    alpha [path] [state]     say who wins where both sides moved on
    pause [options] [path]   do nothing until `resume`, or for a while
    resume [options] [path]  go on after `pause`
    rescue                   see and get back what was replaced
    task                     run a command for each file that a commit changed
    queue [options]          see what runs, waits and failed: syncs and tasks
    dashboard [options]      see and change everything in a browser
    tray [options]           show Hookline in the panel of your desktop
    start [options]          start the agent
    stop                     end the agent in good order
    restart                  end the agent in good order and start it again
    service                  start the agent at login, and again when it crashes
    agent [options]          run the agent without a screen, for services and
                             containers
    healthcheck [options]    say whether the agent is well, for containers
    log [options] [path]     show what the agent did
    config [options] [path]  show every setting in force and where it comes from
    trust [options] [path]   read what a repository's own config would run, and
                             accept it
    doctor [options]         check everything that has to be right
    playground [options]     try everything with a remote and two clones of its
                             own
    up [path]                add a repository and run the agent here, in one go
    help [command]           show help for a command

  Examples:
    $ hookline add ~/notes     begin to sync a repository
    $ hookline start --detach  start the agent in the background
    $ hookline status          see how everything is doing
    $ hookline sync --wait     look now, and wait for the result

Every command has help with examples, and a typing mistake gets a suggestion.

  $ hookline status --help
  Usage: hookline status [options] [path]

  Says for each repository where it stands, when it was last in sync, what is
  queued and what to do.
  Exit code: 0 in sync, 1 needs a person, 2 held or not in sync yet, 3 network.

  Arguments:
    path        one repository; without it, the one of the current folder, or all

  Options:
    --all       all repositories, wherever you are
    --json      for programs; a stable interface
    --watch     keep showing it; with --json, one status a line at each change
    -h, --help  show help

  Examples:
    $ hookline status                     this repository, or all
    $ hookline status --watch             live, until Ctrl-C
    $ hookline status --json | jq .queue  for scripts
  $ hookline statsu
  error: unknown command 'statsu'
  (Did you mean status?)
  (`hookline --help` lists the commands)
  [64]
  $ hookline add --quick
  error: unknown option '--quick'
  (`hookline --help` lists the commands)
  [64]

Nothing is synced yet, and no agent runs. Asking changes nothing.

  $ hookline list
  Hookline syncs no repository yet. Add one: `hookline add <path>`
  $ hookline status
  Hookline syncs no repository yet. Add one: `hookline add <path>`

  No agent is running, so nothing is fetched or tried again by itself; start it with `hookline start --detach`. Queue empty.
  $ hookline doctor
  ✓ git ...
  ! The state folder $STORY/.hookline does not exist yet.
    → The agent makes it when it starts.
  ! No agent is running, so nothing is fetched or tried again by itself.
    → Run `hookline start --detach`.
  ! Hookline syncs no repository yet.
    → Run `hookline add <path>`.
  $ hookline log
  The log is empty so far.
  $ hookline stop
  No agent is running.
  $ test -e ~/.hookline
  [1]

An agent without a repository is ready for the first one.

  $ hookline start --detach
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log. `hookline stop` ends it.
  $ hookline status
  Hookline syncs no repository yet. Add one: `hookline add <path>`

  Agent <pid>, up for <span>, log ~/.hookline/logs/agent.log. Queue empty.
  $ hookline doctor
  ✓ git ...
  ✓ State folder $STORY/.hookline
  ✓ Agent <pid>, version 0.1.0, up for <span>
  ! Hookline syncs no repository yet.
    → Run `hookline add <path>`.
  $ hookline sync --wait
  Hookline syncs no repository yet. Add one: `hookline add <path>`
