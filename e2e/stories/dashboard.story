# The dashboard, and a tray where there is none

  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ hookline add notes
  ✓ Hookline syncs ~/notes from now on.
  ...

`hookline dashboard` starts the agent where none runs. The address lets one browser in, once.

  $ hookline dashboard --no-open
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log.
  Open this address in a browser of this machine. It works once, within a minute:
    http://127.0.0.1:...

A browser that was not let in sees a few words and nothing else.

  $ hookline dashboard --json | sed -n 's/.*"url": "\(.*\)".*/\1/p' > address
  $ curl --silent --output /dev/null --write-out '%{http_code}\n' "$(cat address)"
  303
  $ curl --silent "$(cat address)" | grep '<h1>'
  <h1>This address worked once</h1>

Where nobody sits at a desktop, the tray says why, and what to do.

  $ hookline tray
  ✗ The tray cannot be shown: there is no desktop here: DISPLAY and WAYLAND_DISPLAY are not set.
    → `hookline status --watch` shows the same in a terminal.
  [1]
