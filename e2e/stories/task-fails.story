# A task that fails is tried again, then waits for a person

  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ git config --global hookline.syncInterval 1d
  $ hookline add notes > /dev/null
  $ hookline start --detach > /dev/null
  $ hookline sync --wait > /dev/null
  $ cd notes

This command fails twice, then works: the model was busy.

  $ cat > ~/ask <<'END'
  > #!/bin/sh
  > echo try >> ~/tries
  > if [ $(wc -l < ~/tries) -lt 3 ]; then echo "the model is busy" >&2; exit 75; fi
  > echo "A fine text about $1"
  > END
  $ chmod +x ~/ask
  $ git config --global hookline-task.review.command "$HOME/ask {file}"
  $ git config --global hookline-task.review.delay 0s
  $ git config --global hookline-task.review.retryDelay 1s
  $ echo hello > a.md
  $ git add .
  $ git commit --quiet -m "A text"
  $ eventually 'test $(hookline queue --finished --json | pick counts.done) = 1'
  $ hookline task results
  ✓ a.md  review  <ago>, took <span>
      A fine text about a.md
  ✗ a.md  review  <ago>, took <span>: it ended with code 75
      the model is busy
  ✗ a.md  review  <ago>, took <span>: it ended with code 75
      the model is busy
  $ hookline queue
  Nothing runs and nothing waits. 1 job has ended: `hookline queue --finished`.

This one always fails.

  $ echo 'echo "no such model: sonnett" >&2; exit 2' > ~/ask
  $ echo changed > a.md
  $ git commit --quiet -am "Another text"
  $ eventually --exit 1 hookline queue
  Given up, until you retry or discard them
    ✗ #2  review  a.md  after 3 attempts, <ago>
        it ended with code 2: no such model: sonnett.
        → `hookline queue show 2` tells what it printed; `hookline queue retry 2` runs it again.

  1 given up, 1 done.
  [1]
  $ hookline status
  ✓ ~/notes  main → origin/main
    In sync with origin/main. Pushed 1 commit <ago>. Last in sync <ago>.
    ! Task "review" gave up on 1 file: see `hookline queue --failed`.

  ... Queue: 1 given up.
  $ hookline queue show 2
  ✗ #2  review  a.md
    State       given up, after 3 attempts, <ago>
    Repository  ~/notes
    Commit      <commit>
    Queued      <ago>
    Why         it ended with code 2: no such model: sonnett.
    → `hookline queue show 2` tells what it printed; `hookline queue retry 2` runs it again.

  Attempt 3, <ago>, took <span>: it ended with code 2.
    It printed nothing.
    To standard error:
      no such model: sonnett

Once that is mended, it is retried by hand.

  $ echo 'echo "now it works"' > ~/ask
  $ hookline queue retry 2
  ✓ Queued 1 job again.
  $ eventually 'test $(hookline queue --finished --json | pick counts.done) = 2'
  $ hookline task search works
  ✓ a.md  review  <ago>, took <span>
      now it works
  $ hookline queue
  Nothing runs and nothing waits. 2 jobs have ended: `hookline queue --finished`.
  $ hookline queue retry 2 99
  ✗ #2 is done, so it cannot be retried.
  ✗ There is no job #99.
  [1]

What nobody needs any more is discarded.

  $ echo 'exit 3' > ~/ask
  $ echo "changed again" > a.md
  $ git commit --quiet -am "A third text"
  $ eventually --exit 1 hookline queue --failed
  Given up, until you retry or discard them
    ✗ #3  review  a.md  after 3 attempts, <ago>
        it ended with code 3.
        → `hookline queue show 3` tells what it printed; `hookline queue retry 3` runs it again.

  1 given up, 2 done.
  [1]
  $ hookline queue discard --all
  ✗ Nobody is there to be asked whether to discard 1 job.
    → Add --yes if you are sure.
  [64]
  $ hookline queue discard --all --yes
  ✓ Discarded 1 job.
  $ hookline queue
  Nothing runs and nothing waits. 3 jobs have ended: `hookline queue --finished`.
