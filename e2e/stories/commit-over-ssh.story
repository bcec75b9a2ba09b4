# A commit reaches its remote over ssh

needs: sshd

  $ new-remote remotes/notes.git
  $ serve-ssh remotes
  Serving $STORY/remotes at forge:
  $ git clone --quiet forge:notes.git notes
  $ hookline add notes
  ✓ Hookline syncs ~/notes from now on.
  ...
  $ hookline start --detach
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log. `hookline stop` ends it.
  $ cd notes
  $ git commit --quiet --allow-empty -m "Buy milk"
  $ eventually 'git -C ~/remotes/notes.git log --format=%s | grep milk'
  Buy milk
  $ hookline sync --wait
  ✓ ~/notes: in sync with origin/main in <span>

When the server is down, it is the network that failed (exit code 3).

  $ serve-ssh stop
  $ hookline sync --wait
  ! ~/notes: The remote cannot be reached. (ssh: connect to host 127.0.0.1 port $PORT: Connection refused)
    → Hookline tries again by itself.
  [3]

When the server does not know the key, only a person can mend that (exit code 1). ssh asks nobody
for a password: it runs where nobody could answer.

  $ serve-ssh ~/remotes
  Serving $STORY/remotes at forge:
  $ mv ~/.story/ssh/user.pub ~/.story/ssh/mislaid.pub
  $ hookline sync --wait
  ✗ ~/notes: The remote refused our credentials. (root@127.0.0.1: Permission denied (publickey).)
    → Sign in with git (for example `git fetch` in that folder), then run `hookline sync`.
  [1]
  $ mv ~/.story/ssh/mislaid.pub ~/.story/ssh/user.pub
  $ hookline sync --wait
  ✓ ~/notes: in sync with origin/main in <span>
