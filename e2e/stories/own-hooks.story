# Hooks of your own stay

  $ git config --global hookline.fallback queue
  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ cd notes
  $ cat > .git/hooks/post-commit <<'END'
  > #!/bin/sh
  > echo "Well done."
  > END
  $ chmod +x .git/hooks/post-commit
  $ cp -r .git ~/git-before
  $ hookline add
  ✓ Hookline syncs ~/notes from now on.
  ...

  $ hookline start --detach
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log. `hookline stop` ends it.
  $ hookline stop
  ✓ The agent has stopped.

Both run: yours speaks, and Hookline's leaves a record for the agent.

  $ git commit --quiet --allow-empty -m "Buy milk"
  Well done.
  $ hookline status --json | pick queue.spooled
  1

`remove` takes out exactly what `add` put in.

  $ hookline remove
  ✓ Hookline leaves ~/notes alone.
  $ diff -r .git/hooks ~/git-before/hooks
  $ diff .git/config ~/git-before/config
  $ git commit --quiet --allow-empty -m "Buy bread"
  Well done.
  $ hookline status --json | pick queue.spooled
  1
