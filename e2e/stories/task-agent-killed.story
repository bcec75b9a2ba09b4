# An agent that is killed in the middle of a task

  $ git config --global hookline.syncInterval 1d
  $ git config --global hookline.fallback queue
  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ hookline add notes
  ✓ Hookline syncs ~/notes from now on.
  ...
  $ hookline start --detach
  ...

The task begins, and would go on for minutes.

  $ hookline task add slow --delay 0s -- sh -c 'echo "$$" >>~/began; test -e ~/go || sleep 300' slow {file}
  ...
  $ cd notes
  $ echo "Buy milk" > list.md
  $ git add list.md
  $ git commit --quiet -m "A list"
  $ eventually test -s ~/began
  $ kill -9 $(hookline status --json | pick agent.pid)
  $ eventually 'hookline status | grep -o "No agent"'
  No agent
  $ hookline queue | grep -o 'slow  list.md'
  slow  list.md

The next agent ends what the dead one left running, then runs the task again; so a task must bear to be run
twice.

  $ touch ~/go
  $ hookline start --detach
  ...
  $ eventually 'test $(hookline queue --finished --json | pick counts.done) = 1'
  $ wc -l < ~/began
  2
  $ ps -o stat= -p "$(head -n 1 ~/began)" | grep -v Z
  [1]
  $ hookline stop
  ...
