# A task bears whatever it meets

  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ git config --global hookline.syncInterval 1d
  $ hookline add notes > /dev/null
  $ hookline start --detach > /dev/null
  $ hookline sync --wait > /dev/null
  $ cd notes

A file's name is one argument of the program, whatever is in it, and no terminal is steered by it.

  $ git config --global hookline-task.read.command 'cat -- {file}'
  $ git config --global hookline-task.read.delay 0s
  $ git config --global hookline-task.read.mode manual
  $ printf x > "$(printf 'a\nb')"
  $ printf x > "$(printf 'a\033[31mred')"
  $ printf x > '; touch hacked; $(touch hacked)'
  $ printf x > '-rf'
  $ printf x > '{commit}'
  $ git add .
  $ git commit --quiet -m "Names"
  $ hookline task run read --all
  ✓ -rf: done in <span>
  ✓ ; touch hacked; $(touch hacked): done in <span>
  ✓ a�b: done in <span>
  ✓ a�[31mred: done in <span>
  ✓ {commit}: done in <span>
  ✓ read: 5 files done in <span>.
  $ ls hacked
  ls: cannot access 'hacked': No such file or directory
  [2]

A task that prints without end is kept to its beginning, and its memory is not ours.

  $ git config --global hookline-task.flood.command 'sh -c "yes all work and no play | head -c 200000000"'
  $ git config --global hookline-task.flood.include '/-rf'
  $ git config --global hookline-task.flood.mode manual
  $ hookline task run flood --all
  ✓ -rf: done in <span>
  ✓ flood: 1 file done in <span>.
  $ hookline task results --task flood | tail -n 3
  all work and no play
  all
  (the first 1 MB of 200 MB; the rest was not kept)

One that never ends is ended, with everything that it started.

  $ git config --global hookline-task.stuck.command 'sh -c "sleep 4711 & sleep 4711"'
  $ git config --global hookline-task.stuck.include '/-rf'
  $ git config --global hookline-task.stuck.mode manual
  $ git config --global hookline-task.stuck.timeout 1s
  $ git config --global hookline-task.stuck.maxRetries 0
  $ hookline task run stuck --all
  ✗ -rf: it did not end within <span>.
  ✗ stuck: 0 of 1 file done, 1 failed.
    ✗ -rf: it did not end within <span>.
      → `hookline queue show 12`
  [1]
  $ eventually 'test -z "$(ps -eo args | grep "[s]leep 4711")"'
