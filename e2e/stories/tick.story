# A tick runs a command and commits what it made

A server keeps its state in a repository. Every `hookline.tickInterval` a command brings it up to
date, and the paths that you name are committed and pushed. Nothing else is.

  $ new-remote remotes/state.git
  $ git clone --quiet remotes/state.git state
  $ hookline add state
  ✓ Hookline syncs ~/state from now on.
  ...
  $ cd state
  $ git config --global hookline.tickCommand "sh -c 'mkdir -p audit; date >> audit/log; echo noise > scratch'"
  $ git config hookline.tickPath audit/
  $ git config hookline.tickMessage "chore(state): {count} file on {branch}"
  $ hookline tick --wait
  ✓ ~/state: in sync with origin/main (pushed 1 commit) in <span>
  $ git log -1 --format=%s --name-only origin/main
  chore(state): 1 file on main

  audit/log
  $ git status --short
  ?? scratch

With an agent it comes by itself; asking for one works the same.

  $ hookline start --detach
  ...
  $ hookline tick
  The agent runs the tick. See `hookline status`.
  $ eventually 'test "$(git rev-list --count origin/main)" -ge 3'

What you have staged for a commit of your own stays yours.

  $ echo mine > README.md
  $ git add README.md
  $ hookline tick --wait
  ✓ ~/state: in sync with origin/main (pushed 1 commit) in <span>
  $ git status --short
  A  README.md
  ?? scratch
  $ git commit --quiet -m "Mine"

A command that fails is told. What it changed is not committed, and syncing goes on.

  $ git config --global hookline.tickCommand "sh -c 'echo half >> audit/log; echo no more disk >&2; exit 3'"
  $ hookline tick --wait
  ! ~/state: Your command failed. (it ended with code 3: no more disk)
    → `hookline log` has its output; Hookline tries again by itself.
  [1]
  $ git status --short
   M audit/log
  ?? scratch
  $ git log -1 --format=%s origin/main
  Mine

It never runs in the middle of something of yours.

  $ git bisect start
  ...
  $ git config --global hookline.tickCommand "touch ran"
  $ hookline tick --wait
  ‖ ~/state: A bisect is not finished.
    → Finish it (`git bisect reset`); Hookline goes on by itself.
  [2]
  $ ls ran
  ls: cannot access 'ran': No such file or directory
  [2]
  $ git bisect reset
  ...

## After a pull

What has to be built again is built when the remote's commits were taken.

  $ git config --global --unset hookline.tickCommand
  $ git restore .
  $ git config --global hookline.afterPull "sh -c 'git log --format=%s \$HOOKLINE_FROM..\$HOOKLINE_TO > ../built'"
  $ git clone --quiet ../remotes/state.git ../other
  $ git -C ../other commit --quiet --allow-empty -m "From elsewhere"
  $ git -C ../other push --quiet
  $ hookline sync --wait
  ✓ ~/state: in sync with origin/main... in <span>
  $ eventually cat ../built
  From elsewhere
