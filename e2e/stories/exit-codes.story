# The exit codes of `sync --wait`

Commits wait until a look is asked for.

  $ git config --global hookline.fallback queue
  $ new-remote remotes/notes.git
  $ serve-http remotes
  Serving $STORY/remotes at http://localhost:$PORT
  $ git clone --quiet http://localhost:$PORT/notes.git notes
  $ hookline add notes
  ✓ Hookline syncs ~/notes from now on.
  ...
  $ cd notes

0: in sync.

  $ git commit --quiet --allow-empty -m "Buy milk"
  $ hookline sync --wait
  ✓ ~/notes: in sync with origin/main (pushed 1 commit) in <span>

2: held. A file that nobody committed stands in the way of the remote's, for example; it is not touched.

  $ git clone --quiet http://localhost:$PORT/notes.git ~/other
  $ cd ~/other
  $ echo "bread" > list.txt
  $ git add list.txt
  $ git commit --quiet -m "Buy bread"
  $ git push --quiet
  $ cd ~/notes
  $ echo "cheese" > list.txt
  $ hookline sync --wait
  ‖ ~/notes: Files that you changed stand in the way of the remote's commits. (list.txt)
    → Move them away or stash them (`git stash -u`, with `-a` for ignored ones); Hookline goes on by itself.
  [2]
  $ rm list.txt
  $ hookline sync --wait
  ✓ ~/notes: in sync with origin/main (took 1 commit) in <span>

1: needs a person. Here a hook of the remote refuses the push.

  $ cat > ~/remotes/notes.git/hooks/pre-receive <<'END'
  > #!/bin/sh
  > echo "Sign your commits off, please."
  > exit 1
  > END
  $ chmod +x ~/remotes/notes.git/hooks/pre-receive
  $ git commit --quiet --allow-empty -m "Buy butter"
  $ hookline sync --wait
  ✗ ~/notes: The remote refused the push (a hook or a limit of the server). ([remote rejected] (pre-receive hook declined) Sign your commits off, please.)
    → See what it said, change the commit or the rule, then run `hookline sync`.
  [1]
  $ rm ~/remotes/notes.git/hooks/pre-receive
  $ hookline sync --wait
  ✓ ~/notes: in sync with origin/main (pushed 1 commit) in <span>

3: network.

  $ serve-http stop
  $ hookline sync --wait
  ! ~/notes: The remote cannot be reached. (unable to access 'http://localhost:$PORT/notes.git/': Failed to connect to localhost port $PORT after <span>: Couldn't connect to server)
    → Hookline tries again by itself.
  [3]

64: the command itself is wrong.

  $ hookline sync --wait ~/elsewhere
  ✗ Hookline does not sync $STORY/elsewhere.
    → Run `hookline add $STORY/elsewhere` first, or see `hookline list`.
  [64]
  $ hookline sync --hurry
  error: unknown option '--hurry'
  (`hookline --help` lists the commands)
  [64]
