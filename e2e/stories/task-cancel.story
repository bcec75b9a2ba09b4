# A run goes on when nobody follows it, until it is cancelled

  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ git config --global hookline.syncInterval 1d
  $ hookline add notes > /dev/null
  $ hookline start --detach > /dev/null
  $ hookline sync --wait > /dev/null
  $ cd notes
  $ git config --global hookline-task.slow.command 'sh -c "echo thinking about it; sleep 4712"'
  $ git config --global hookline-task.slow.mode manual
  $ echo 1 > one
  $ echo 2 > two
  $ git add .
  $ git commit --quiet -m "Two files"

Ctrl-C ends the following alone.

  $ eventually 'test $(hookline queue --json | pick counts.queued) = 2'
  $ hookline task run slow > ran & echo $! > ~/pid
  $ eventually 'hookline queue --state running | grep -A 1 "thinking"'
        thinking about it
  $ eventually 'kill -INT $(cat ~/pid); grep slow ran'
  slow goes on in the background: `hookline queue` shows it, `hookline queue cancel --all --task slow` ends it.
  $ hookline queue --state running
  Running
    ↻ #1  slow  one  for <span>, 18 bytes so far
        thinking about it

  1 running, 1 waiting.

This ends it.

  $ hookline queue cancel --all --task slow
  ✓ Took back 2 jobs.
  $ eventually 'test -z "$(ps -eo args | grep "[s]leep 4712")"'
  $ eventually 'test $(hookline queue --json | pick counts.running) = 0'
  $ hookline queue --state cancelled
  Cancelled
    − #2  slow  two  cancelled <ago>
    − #1  slow  one  cancelled <ago>

  2 cancelled.

What was cancelled can be taken up again.

  $ git config --global hookline-task.slow.command 'echo thought'
  $ hookline queue retry '#1'
  ✓ Queued 1 job again.
  $ eventually 'hookline task search thought | grep slow'
  ✓ one  slow  <ago>, took <span>
