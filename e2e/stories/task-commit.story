# A task runs a command for each file that a commit changed

  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ git config --global hookline.syncInterval 1d
  $ git config --global hookline.waitMs 2000
  $ hookline add notes > /dev/null
  $ hookline start --detach > /dev/null
  $ hookline sync --wait > /dev/null
  $ cd notes

This one reads each text. `delay` is how long it waits for a newer change of the same file.

  $ git config --global hookline-task.read.command "sh -c 'echo \"\$1 tells of:\"; cat \"\$1\"' read {file}"
  $ git config --global hookline-task.read.include '*.md'
  $ git config --global hookline-task.read.delay 0s
  $ echo "The retry policy doubles the delay." > retry.md
  $ echo "A push carries a lease." > push.md
  $ echo "no text" > code.c
  $ git add .
  $ TERM=xterm script -qec 'git commit --quiet -m "Three files"' /dev/null | grep -o 'Queued 2 files for "read"'
  Queued 2 files for "read"
  $ eventually 'test $(hookline queue --finished --json | pick counts.done) = 2'
  $ hookline queue
  Nothing runs and nothing waits. 2 jobs have ended: `hookline queue --finished`.
  $ hookline queue --finished
  Done
    ✓ #2  read  retry.md  in <span>, <ago>
    ✓ #1  read  push.md   in <span>, <ago>

  2 done.
  $ hookline task results
  ✓ retry.md  read  <ago>, took <span>
      retry.md tells of:
  ✓ push.md  read  <ago>, took <span>
      push.md tells of:

What was printed can be found again.

  $ hookline task search retry delay
  ✓ retry.md  read  <ago>, took <span>
      retry.md tells of: The retry policy doubles the delay.
  $ hookline task search '"retry delay"'
  Nothing that tasks printed has "retry delay".
  $ hookline task results --file retry.md
  ✓ retry.md  read  <ago>, took <span>
    job #2, attempt 1, commit <commit>

  retry.md tells of:
  The retry policy doubles the delay.
  $ hookline queue show 2
  ✓ #2  read  retry.md
    State       done, in <span>, <ago>
    Repository  ~/notes
    Commit      <commit>
    Queued      <ago>

  Attempt 1, <ago>, took <span>: it succeeded.
    It printed 55 bytes:
      retry.md tells of:
      The retry policy doubles the delay.

The same content is never processed twice by the same command, unless that is asked for.

  $ hookline task run read --all
  ✓ push.md: had been done before
  ✓ retry.md: had been done before
  ✓ read: 2 files done in <span> (2 had been done before).
  $ hookline task run read --all --again
  ✓ push.md: done in <span>
  ✓ retry.md: done in <span>
  ✓ read: 2 files done in <span>.

Of a file that changed, only the file as it was committed is processed.

  $ echo "A push never replaces what was not kept." > push.md
  $ git commit --quiet -am "Another text"
  $ eventually 'test $(hookline queue --finished --json | pick counts.done) = 7'
  $ hookline task results --file push.md
  ✓ push.md  read  <ago>, took <span>
    job #7, attempt 1, commit <commit>

  push.md tells of:
  A push never replaces what was not kept.

  2 older runs of this file: `-n 3`
  $ hookline task run read
  Nothing is queued for read. `hookline task run read --all` runs it for every file.
