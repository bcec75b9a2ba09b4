# Hundreds of files are run in batches, and can be followed

  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ git config --global hookline.syncInterval 1d
  $ hookline add notes > /dev/null
  $ hookline start --detach > /dev/null
  $ hookline sync --wait > /dev/null
  $ cd notes

A manual task queues what changed, and runs when it is asked to.

  $ git config --global hookline-task.copy.command 'cat {file}'
  $ git config --global hookline-task.copy.include '*.txt'
  $ git config --global hookline-task.copy.mode manual
  $ seq 500 | split --lines 1 --additional-suffix .txt - part.
  $ git add .
  $ git commit --quiet -m "Five hundred files"
  $ eventually 'test $(hookline queue --json -n 1 | pick counts.queued) = 500'
  $ hookline queue -n 3
  Waiting
    ○ #500  copy  part.tf.txt  when you ask
    ○ #499  copy  part.te.txt  when you ask
    ○ #498  copy  part.td.txt  when you ask
    … and 497 more: `hookline queue -n 500`
    → `hookline task run copy` runs what waits for you.

  500 waiting.
  $ hookline task run copy > ran &
  $ eventually grep -m 1 part.cz.txt ran
  ✓ part.cz.txt: done in <span>
  $ eventually grep -m 1 part.fz.txt ran
  ✓ part.fz.txt: done in <span>
  $ eventually grep -m 1 part.iz.txt ran
  ✓ part.iz.txt: done in <span>
  $ eventually grep -m 1 part.lz.txt ran
  ✓ part.lz.txt: done in <span>
  $ eventually grep -m 1 part.oz.txt ran
  ✓ part.oz.txt: done in <span>
  $ eventually grep -m 1 part.rz.txt ran
  ✓ part.rz.txt: done in <span>
  $ eventually grep copy: ran
  ✓ copy: 500 files done in <span>.
  $ grep -c '^✓ part' ran
  500
  $ hookline queue
  Nothing runs and nothing waits. 500 jobs have ended: `hookline queue --finished`.
  $ hookline task results -n 2
  ✓ part.tf.txt  copy  <ago>, took <span>
      500
  ✓ part.te.txt  copy  <ago>, took <span>
      499
  $ hookline task run copy
  Nothing is queued for copy. `hookline task run copy --all` runs it for every file.

What changed since a revision; for programs, there is one object at the end.

  $ echo one > part.aa.txt
  $ git commit --quiet -am "One of them"
  $ hookline task run copy --since HEAD~1 --json > run.json
  $ pick end < run.json
  ended
  $ pick counts.done < run.json
  1
  $ pick jobs.0.file < run.json
  part.aa.txt

In the background nobody waits.

  $ hookline task run copy --since HEAD~1 --again --background
  ✓ copy: 1 file in the queue. See `hookline queue --task copy`.
  $ eventually 'test $(hookline queue --finished --json -n 1 | pick counts.done) = 502'

A pause holds for all tasks, and syncing goes on.

  $ hookline queue pause
  ‖ Tasks are paused. `hookline queue resume` ends it.
  $ hookline task run copy --all
  ✗ No task runs now: they are paused.
    → `hookline queue resume` lets them run, `hookline resume` a whole repository.
  [1]
  $ hookline queue resume
  ✓ Tasks run again.
