# A commit reaches its remote over HTTP

A forge serves the repository, and someone works in a clone of it.

  $ new-remote remotes/notes.git
  $ serve-http remotes
  Serving $STORY/remotes at http://localhost:$PORT
  $ git clone --quiet http://localhost:$PORT/notes.git notes
  $ hookline add notes
  ✓ Hookline syncs ~/notes from now on.
  ...
  $ hookline start --detach
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log. `hookline stop` ends it.

From here on it is git as usual.

  $ cd notes
  $ echo "Buy milk" > list.txt
  $ git add list.txt
  $ git commit -m "Buy milk"
  [main <commit>] Buy milk
   1 file changed, 1 insertion(+)
   create mode 100644 list.txt

The commit did not wait for anything. A moment later the remote has it.

  $ eventually 'git -C ~/remotes/notes.git log --format=%s | grep milk'
  Buy milk
  $ hookline sync --wait
  ✓ ~/notes: in sync with origin/main in <span>
  $ hookline status
  ✓ ~/notes  main → origin/main
    In sync with origin/main. Pushed 1 commit <ago>. Last in sync <ago>.

  Agent <pid>, up for <span>, log ~/.hookline/logs/agent.log. Queue empty.

git knows it, too.

  $ git status --short --branch
  ## main...origin/main
