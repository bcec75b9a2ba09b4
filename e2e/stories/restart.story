# Restart the agent, and have it start at login

Without an agent, `restart` starts one and says so.

  $ hookline restart
  No agent was running.
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log.
  $ hookline status --json | pick agent.pid > first

With one it ends it in good order first.

  $ hookline restart
  ✓ The agent was restarted (pid <pid>). Log: ~/.hookline/logs/agent.log.
  $ hookline status --json | pick agent.pid | cmp -s first -
  [1]
  $ hookline log | grep agent.stop
  <time> agent.stopping reason="a client asked"
  <time> agent.stopped durationMs=<ms>
  $ hookline status
  Hookline syncs no repository yet. Add one: `hookline add <path>`

  Agent <pid>, up for <span>, log ~/.hookline/logs/agent.log. Queue empty.

The pid file is only a hint for hooks: whatever stands there, nobody else is harmed, and the next agent writes
its own.

  $ hookline stop
  ✓ The agent has stopped.
  $ mkdir -p .hookline/agent.pid
  $ hookline restart
  No agent was running.
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log.
  $ hookline stop
  ✓ The agent has stopped.

Where no service manager can be reached, as in a container, `hookline service` writes nothing and says what
to do instead.

  $ mkdir bin
  $ printf '#!/bin/sh\nexit 1\n' > bin/systemctl; chmod +x bin/systemctl
  $ PATH=~/bin:$PATH hookline service status
  No service is installed. `hookline service install` starts the agent at login.
  $ PATH=~/bin:$PATH hookline service install
  ✗ systemd cannot be reached here, so nothing was installed.
    → `hookline start --detach` starts the agent for now. Where systemd runs, log in as yourself (not by `su` or `sudo`), or run `loginctl enable-linger` once and try again; elsewhere a line for `crontab -e` does it: `@reboot hookline start --detach`.
  [1]
  $ PATH=~/bin:$PATH hookline service remove
  No service is installed.

A unit of your own of that name is left alone.

  $ mkdir -p .config/systemd/user
  $ printf '[Service]\nExecStart=/usr/local/bin/hookline agent\n' > .config/systemd/user/hookline.service
  $ PATH=~/bin:$PATH hookline service install
  ✗ $STORY/.config/systemd/user/hookline.service is not ours, so it is left alone.
    → Move it away if you want Hookline's own service, then try again.
  [1]
  $ PATH=~/bin:$PATH hookline service remove
  ✗ $STORY/.config/systemd/user/hookline.service is not ours, so it is left alone.
    → Move it away if you want Hookline's own service, then try again.
  [1]
  $ PATH=~/bin:$PATH hookline service status
  ! $STORY/.config/systemd/user/hookline.service is not ours.
    → Hookline leaves it alone; `hookline service` does nothing with it.
