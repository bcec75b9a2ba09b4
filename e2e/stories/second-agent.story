# There is one agent for each user

  $ hookline start --detach
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log. `hookline stop` ends it.
  $ hookline status --json | pick agent.pid > first

Another start finds it; another agent refuses to run.

  $ hookline start --detach
  ✓ The agent is running already (pid <pid>). Log: ~/.hookline/logs/agent.log.
  $ hookline start
  ✓ The agent is running already (pid <pid>). Log: ~/.hookline/logs/agent.log.
  $ hookline agent
  ✗ An agent is running already.
    → See `hookline status`; `hookline stop` ends it.
  [1]

The first one has not noticed.

  $ hookline status --json | pick agent.pid | diff first -

One state folder, one agent: another folder has another.

  $ HOOKLINE_HOME=~/.other hookline status
  Hookline syncs no repository yet. Add one: `hookline add <path>`

  No agent is running, so nothing is fetched or tried again by itself; start it with `hookline start --detach`. Queue empty.
