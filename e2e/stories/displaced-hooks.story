# Another tool takes the place of the hooks

`doctor` proves each hook: it runs Hookline's own part of it, and the agent says whether it heard that.

  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ cd notes
  $ hookline add
  ✓ Hookline syncs ~/notes from now on.
  ...
  $ hookline doctor
  ...
  ✓ ~/notes: 5 hooks leave records, which the next agent reads
  $ hookline status --json | pick queue.spooled
  0
  $ hookline start --detach
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log. `hookline stop` ends it.
  $ hookline sync --wait
  ✓ ~/notes: in sync with origin/main in <span>
  $ hookline doctor
  ✓ git ...
  ✓ State folder $STORY/.hookline
  ✓ Agent <pid>, version ..., up for <span>
  ✓ ~/notes: 5 hooks reach the agent (<span>)

A tool that brings hooks of its own writes over one of ours. The agent finds the commit all the same, and
says what has become of the hook.

  $ printf '#!/bin/sh\necho Theirs.\n' > .git/hooks/post-commit
  $ git commit --quiet --allow-empty -m "Buy milk"
  Theirs.
  $ eventually 'git -C ~/remotes/notes.git log --format=%s | grep milk'
  Buy milk
  $ eventually 'hookline status | grep "any more"'
    ! post-commit does not report any more: another tool wrote the hook files anew. Run `hookline add $STORY/notes`, which puts that right; until then Hookline finds commits by watching the refs.
  $ hookline doctor
  ...
  ! ~/notes: Some hooks are not installed (post-commit does not report); Hookline finds those changes by watching the refs.
    → Run `hookline add $STORY/notes` to install them again.
  ✓ ~/notes: 4 hooks reach the agent (<span>)

`add` puts ours beside theirs.

  $ hookline add
  ✓ Hookline syncs ~/notes already; its hooks are up to date.
    Hooks are installed as a marked block in your own hooks and as files of their own.
  $ eventually '! hookline status | grep "any more"'
  $ git commit --quiet --allow-empty -m "Buy bread"
  Theirs.
  $ eventually 'git -C ~/remotes/notes.git log --format=%s | grep bread'
  Buy bread

Where git is told to look elsewhere, that is said too.

  $ git config core.hooksPath .githooks
  $ git commit --quiet --allow-empty -m "Buy jam"
  $ eventually 'hookline status | grep "any more"'
    ! No hook reports any more: git runs the hooks in $STORY/notes/.githooks instead (core.hooksPath). Run `hookline add $STORY/notes`, which says what to do; until then Hookline finds commits by watching the refs.
  $ git config --unset core.hooksPath
  $ hookline sync --wait
  ✓ ~/notes: in sync with origin/main in <span>
  $ eventually '! hookline status | grep "any more"'
  $ hookline log | grep hooks
  <time> hooks.displaced ~/notes reasons=1
  <time> hooks.back ~/notes
  <time> hooks.displaced ~/notes reasons=1
  <time> hooks.back ~/notes

Hooks can be switched off, for one command or for good. The agent writes the setting into its script.

  $ HOOKLINE_HOOKS=0 hookline doctor
  ...
  ! ~/notes: Hooks are switched off for commands of this shell (HOOKLINE_HOOKS=0), and were not tried.
    → Unset HOOKLINE_HOOKS, unless you mean it.
  $ git config hookline.hooks false
  $ hookline sync --wait
  ✓ ~/notes: in sync with origin/main in <span>
  $ eventually 'grep false .git/hookline/hook.sh'
  # hookline.hooks is false: nothing is noted.
  $ hookline doctor
  ...
  ! ~/notes: Hooks are switched off (hookline.hooks); Hookline finds commits by watching the refs.
    → To switch them on, run `git -C $STORY/notes config hookline.hooks true`.
