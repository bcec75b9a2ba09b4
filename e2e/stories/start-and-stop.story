# Start and stop the agent

  $ hookline start --detach
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log. `hookline stop` ends it.
  $ hookline stop
  ✓ The agent has stopped.
  $ hookline stop
  No agent is running.

It stops in good order, too, when the system ends it.

  $ hookline start --detach
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log. `hookline stop` ends it.
  $ kill $(hookline status --json | pick agent.pid)
  $ eventually 'hookline status | grep "No agent"'
  No agent is running, so nothing is fetched or tried again by itself; start it with `hookline start --detach`. Queue empty.
  $ hookline log | grep agent.stop
  <time> agent.stopping reason="a client asked"
  <time> agent.stopped durationMs=<ms>
  <time> agent.stopping reason=SIGTERM
  <time> agent.stopped durationMs=<ms>

A service runs it in the foreground, where it prints its log.

  $ (hookline agent > agent.out; echo "exit code $?" >> agent.out) &
  $ eventually grep agent.started agent.out
  {"time":"<time>","level":"info","event":"agent.started","pid":<pid>,"version":"0.1.0","home":"$STORY/.hookline"}
  $ hookline stop
  ✓ The agent has stopped.
  $ eventually grep "exit code" agent.out
  exit code 0
