# What git does without a hook is found as well

Nothing here runs a hook: the agent watches the refs. Its next regular look is a day away.

  $ git config --global hookline.syncInterval 1d
  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ hookline add notes
  ✓ Hookline syncs ~/notes from now on.
  ...
  $ hookline start --detach
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log. `hookline stop` ends it.
  $ hookline sync --wait
  ✓ ~/notes: in sync with origin/main in <span>
  $ cd notes
  $ git update-ref refs/heads/main $(git commit-tree -p main -m "Buy milk" main^{tree})
  $ eventually 'git -C ~/remotes/notes.git log --format=%s | grep milk'
  Buy milk
  $ git reset --quiet --soft $(git commit-tree -p main -m "Buy bread" main^{tree})
  $ eventually 'git -C ~/remotes/notes.git log --format=%s | grep bread'
  Buy bread
