# Two clones follow each other

The shortest interval there is, so that nobody has to wait long for the other side's commits.

  $ git config --global hookline.syncInterval 5s
  $ new-remote remotes/notes.git
  $ serve-http remotes
  Serving $STORY/remotes at http://localhost:$PORT
  $ git clone --quiet http://localhost:$PORT/notes.git laptop
  $ git clone --quiet http://localhost:$PORT/notes.git server
  $ hookline add laptop
  ✓ Hookline syncs ~/laptop from now on.
  ...
  $ hookline add server
  ✓ Hookline syncs ~/server from now on.
  ...
  $ hookline start --detach
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log. `hookline stop` ends it.

What is committed on the laptop appears on the server, as a file.

  $ cd ~/laptop
  $ echo "Buy milk" > milk.txt
  $ git add milk.txt
  $ git commit --quiet -m "Buy milk"
  $ eventually 'git -C ~/server log --format=%s | grep milk'
  Buy milk
  $ cat ~/server/milk.txt
  Buy milk

And the other way round. Edits that are not committed stay as they are when commits come in.

  $ echo "and butter" >> milk.txt
  $ cd ~/server
  $ echo "Buy bread" > bread.txt
  $ git add bread.txt
  $ git commit --quiet -m "Buy bread"
  $ eventually 'git -C ~/laptop log --format=%s | grep bread'
  Buy bread
  $ cat ~/laptop/bread.txt
  Buy bread
  $ git -C ~/laptop status --short
   M milk.txt
  $ git -C ~/laptop log --format=%s
  Buy bread
  Buy milk
  Begin

git's own reflog says who moved the branch.

  $ git -C ~/laptop reflog --format=%gs
  hookline: fast-forward
  commit: Buy milk
  clone: from http://localhost:$PORT/notes.git

From outside of both, Hookline speaks of both.

  $ cd
  $ hookline sync --wait
  ✓ ~/laptop: in sync with origin/main in <span>
  ✓ ~/server: in sync with origin/main in <span>
