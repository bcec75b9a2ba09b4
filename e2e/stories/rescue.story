# What was replaced comes back

Both sides changed the list, and Ada had notes that she had not committed. The remote wins, by default.

Commits wait until a look is asked for.

  $ git config --global hookline.fallback queue
  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ git clone --quiet remotes/notes.git colleague
  $ cd ~/colleague
  $ echo "bread" > list.txt
  $ git add list.txt
  $ git commit --quiet -m "Buy bread"
  $ git push --quiet
  $ cd ~/notes
  $ hookline add . > /dev/null
  $ hookline rescue list
  There is no rescue in ~/notes.
  $ echo "milk" > list.txt
  $ git add list.txt
  $ git commit --quiet -m "Buy milk"
  $ echo "milk and butter" > list.txt
  $ echo "an idea" > idea.txt
  $ git config hookline.onDirty rescue
  $ hookline sync --wait > /dev/null
  $ cat list.txt idea.txt
  bread
  an idea

Nothing is gone. The beginning of a name is enough.

  $ hookline rescue list
  <time>-diverged-<commit>  <ago> on ...
    main: 1 commit and 2 files that you had not committed, kept before the remote's history took the place of yours.

  Look inside with `hookline rescue show <name>`, get it back with `hookline rescue restore <name>`.
  $ hookline rescue show 2
  <time>-diverged-<commit>  <ago> on ...
    main: 1 commit and 2 files that you had not committed, kept before the remote's history took the place of yours.

    1 commit, on no branch:
      <commit> Buy milk
    2 files not committed:
      + idea.txt
      + list.txt

  Get it back with `hookline rescue restore 2`.
  $ hookline rescue show 2 --patch | grep '^[+-]'
  --- /dev/null
  +++ b/idea.txt
  +an idea
  --- a/list.txt
  +++ b/list.txt
  -milk
  +milk and butter

Her commit comes back as a branch; she stays where she is.

  $ hookline rescue restore 2 --branch ada
  ✓ The branch ada now holds the commit. You are where you were.
    → See them: `git log ..ada`
    → Take them: `git merge ada`
    → It holds 2 uncommitted files as well: `hookline rescue restore 2 --files`
  $ git log --format=%s -1 ada
  Buy milk
  $ git branch --show-current
  main

The file that she had edited comes back into its place. What stood there is kept beside, so nothing is
overwritten in this direction either.

  $ hookline rescue restore 2 --files
  ✓ 1 file is back.
    list.txt  (what stood there is now list.txt.before-restore)
  ✓ 1 file is as in the rescue already.
  $ cat list.txt
  milk and butter
  $ cat list.txt.before-restore
  bread

Or into another folder, to compare.

  $ hookline rescue restore 2 list.txt --to ~/compare
  ✓ 1 file is in ~/compare.
    list.txt
  $ cat ~/compare/list.txt
  milk and butter
  $ hookline rescue restore 2 nothing.txt
  ✗ The rescue holds no nothing.txt.
  [1]

Giving it up for good wants a yes, and says what goes with it.

  $ hookline rescue drop 2
  <time>-diverged-<commit>  <ago> on ...
    main: 1 commit and 2 files that you had not committed, kept before the remote's history took the place of yours.
    With it go 2 uncommitted files, for good.
  ✗ Nobody is there to be asked whether to drop it.
    → Add --yes if you are sure.
  [64]
  $ hookline rescue drop 2 --yes
  <time>-diverged-<commit>  <ago> on ...
    main: 1 commit and 2 files that you had not committed, kept before the remote's history took the place of yours.
    With it go 2 uncommitted files, for good.
  ✓ Dropped.
  $ hookline rescue show 2
  ✗ ~/notes has no rescue "2".
    → See `hookline rescue list`; --remote looks on the remotes instead.
  [64]
  $ hookline rescue list
  There is no rescue in ~/notes.
  $ hookline log --moves
  <time> ~/notes origin/main <commit> → <commit> fetch
  <time> ~/notes rescue/<time>-diverged-<commit> nothing → <commit> rescue
  <time> ~/notes main <commit> → <commit> take the remote's history
  <time> ~/notes ada nothing → <commit> rescue restore
  <time> ~/notes rescue/<time>-diverged-<commit> <commit> → nothing rescue drop
