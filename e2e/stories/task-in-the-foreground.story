# Without an agent, a task runs when it is asked to

  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ git config --global hookline.fallback queue
  $ hookline add notes > /dev/null
  $ cd notes
  $ git config --global hookline-task.read.command "sh -c 'if [ -e ~/broken ]; then exit 3; fi; cat \"\$1\"' read {file}"
  $ git config --global hookline-task.read.delay 0s
  $ git config --global hookline-task.read.retryDelay 1h
  $ echo "The retry policy" > retry.md
  $ git add .
  $ git commit --quiet -m "A text"

It runs here, in the foreground, and what it printed is kept.

  $ hookline task run read --all
  ✓ retry.md: done in <span>
  ✓ read: 1 file done in <span>.
  $ hookline task search policy
  ✓ retry.md  read  <ago>, took <span>
      The retry policy
  $ hookline queue
  ! No agent is running, so nothing runs by itself: `hookline start --detach`.
    1 commit that hooks reported will be looked at then.

  Nothing runs and nothing waits. 1 job has ended: `hookline queue --finished`.
  $ hookline task run read --all --background
  ✗ No agent is running, and only one can go on in the background.
    → Start it with `hookline start --detach`, or leave out --background.
  [1]

What fails waits for the next agent, or for you.

  $ touch ~/broken
  $ hookline task run read --all --again
  ! retry.md: it ended with code 3. (attempt 2 in <span>)
  ! read: 0 of 1 file done, 1 tried again later.
    ! retry.md: it ended with code 3. (attempt 2 in <span>)
    → No agent is running to try again: `hookline start --detach`, or run read again.
  [2]
  $ hookline queue
  ! No agent is running, so nothing runs by itself: `hookline start --detach`.
    1 commit that hooks reported will be looked at then.

  To retry
    ! #2  read  retry.md  attempt 2 in <span>
        it ended with code 3.

  1 to retry, 1 done.
  $ rm ~/broken
  $ hookline task run read
  ✓ retry.md: done in <span>
  ✓ read: 1 file done in <span>.
  $ hookline queue
  ! No agent is running, so nothing runs by itself: `hookline start --detach`.
    1 commit that hooks reported will be looked at then.

  Nothing runs and nothing waits. 2 jobs have ended: `hookline queue --finished`.

Ctrl-C ends what runs here, and what was not done stays in the queue.

  $ git config --global hookline-task.slow.command 'sleep 4713'
  $ git config --global hookline-task.slow.mode manual
  $ hookline task run slow --all > ran & echo $! > ~/pid
  $ eventually 'ps -eo args | grep "^[s]leep 4713"'
  sleep 4713
  $ eventually 'kill -INT $(cat ~/pid); grep Stopped ran'
  Stopped. What was not done stays in the queue for the next agent; `hookline queue cancel --all --task slow` ends it.
  $ eventually 'test -z "$(ps -eo args | grep "[s]leep 4713")"'
  $ hookline queue
  ! No agent is running, so nothing runs by itself: `hookline start --detach`.
    1 commit that hooks reported will be looked at then.

  Waiting
    ○ #3  slow  retry.md  in its turn

  1 waiting, 2 done.
  $ hookline queue cancel --all
  ✓ Took back 1 job.
