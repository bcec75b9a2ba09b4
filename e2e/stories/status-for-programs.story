# The status for programs is a stable interface

  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ cd notes
  $ hookline add
  ✓ Hookline syncs ~/notes from now on.
  ...
  $ hookline start --detach
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log. `hookline stop` ends it.
  $ hookline sync --wait
  ✓ ~/notes: in sync with origin/main in <span>
  $ hookline status --json | shape
  agent.pid: number
  agent.version: string
  agent.protocol: number
  agent.startedAt: string
  agent.home: string
  agent.log: string
  agent.node: string
  agent.headless: boolean
  agent.drains: boolean
  repositories[].path: string
  repositories[].branch: string
  repositories[].upstream: string
  repositories[].state: string
  repositories[].ahead: number
  repositories[].behind: number
  repositories[].alpha: boolean
  repositories[].paused: boolean
  repositories[].pausedUntil: null
  repositories[].activity: string
  repositories[].hold: null
  repositories[].failure: null
  repositories[].lastLookAt: string
  repositories[].lastSuccessAt: string
  repositories[].lastTransfer: null
  repositories[].lastRescue: null
  repositories[].warnings: empty array
  awaited: empty array
  queue.queued: number
  queue.running: number
  queue.retrying: number
  queue.dead: number
  queue.spooled: number

A hold has a name for programs, and words for people.

  $ hookline pause
  ‖ ~/notes is paused. `hookline resume` ends it.
  $ hookline status --json | pick repositories.0.hold
  {
    "reason": "paused",
    "says": "Syncing is paused.",
    "next": "Run `hookline resume`.",
    "files": []
  }
  $ hookline resume
  ✓ ~/notes is synced again.

So has a failure.

  $ mv ~/remotes ~/elsewhere
  $ hookline sync --json > ~/sync.json
  [1]
  $ pick results.0.status.failure < ~/sync.json
  {
    "kind": "not-found",
    "says": "The remote says that this repository does not exist, or that you may not see it.",
    "detail": "'$STORY/remotes/notes.git' does not appear to be a git repository",
    "next": "Check `git remote -v`, then run `hookline sync`.",
    "attempts": 1,
    "retryAt": null
  }

Without an agent there is a status, too.

  $ hookline stop
  ✓ The agent has stopped.
  $ hookline status --json | pick agent
  null

The other commands speak JSON, too.

  $ hookline list --json
  [
    "$STORY/notes"
  ]
  $ hookline sync --json | shape
  ...
  $ hookline doctor --json | shape
  findings[].verdict: string
  findings[].says: string
  findings[].next: null
  $ hookline config --json | shape
  repository: string
  settings[].name: string
  settings[].value: boolean
  settings[].shown: string
  settings[].origin: string
  settings[].meaning: string
  tasks: empty array
  problems: empty array
