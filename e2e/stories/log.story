# The log

  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ hookline add notes
  ✓ Hookline syncs ~/notes from now on.
  ...
  $ hookline start --detach
  ✓ The agent is running (pid <pid>). Log: ~/.hookline/logs/agent.log. `hookline stop` ends it.
  $ hookline sync --wait
  ✓ ~/notes: in sync with origin/main in <span>

While it is followed, a commit is pushed. The log begins with the last line that was there.

  $ hookline log --follow -n 1 > followed &
  $ eventually test -s followed
  $ git -C notes commit --quiet --allow-empty -m "Buy milk"
  $ eventually grep look.worked followed
  <time> look.worked ~/notes state=up-to-date pushed=1 pulled=0 durationMs=<ms>

What happened so far: for people, and as it stands in the file.

  $ hookline log
  <time> store.migrated from=0 to=10
  <time> store.opened file=$STORY/.hookline/hookline.db schema=10
  <time> socket.listening address=$STORY/.hookline/run/agent.sock
  <time> repository.added ~/notes
  <time> agent.started pid=<pid> version=0.1.0 home=$STORY/.hookline
  <time> operation.recorded ~/notes ref=refs/remotes/origin/main old=<commit> new=<commit> cause=push
  <time> look.worked ~/notes state=up-to-date pushed=1 pulled=0 durationMs=<ms>
  $ hookline log notes -n 1 --json
  {"time":"<time>","level":"info","event":"look.worked","repository":"$STORY/notes","state":"up-to-date","pushed":1,"pulled":0,"durationMs":<ms>}
  $ hookline log -n none
  ✗ --lines wants a number up to 1000000, not "none".
    → For example `hookline log -n 200`.
  [64]
