# Files commit themselves

With `hookline.autoCommit` you only save. Two seconds after the last change everything is committed
and pushed.

  $ new-remote remotes/diary.git
  $ git clone --quiet remotes/diary.git diary
  $ hookline add diary
  ✓ Hookline syncs ~/diary from now on.
  ...
  $ cd diary
  $ git config hookline.autoCommit true
  $ git config hookline.autoCommitMessage "{count} saved"
  $ git config hookline.maxFileSize 1k
  $ hookline start --detach
  ...
  $ hookline sync --wait
  ✓ ~/diary: in sync with origin/main in <span>
  $ mkdir 2026 && echo hello | tee monday.md > 2026/tuesday.md
  $ eventually git --git-dir ../remotes/diary.git cat-file -e main:2026/tuesday.md
  $ git log -1 --format=%s origin/main
  2 saved

Large files are left out, and named.

  $ head -c 2000 /dev/zero > film.mov
  $ eventually 'hookline status | grep film.mov'
    ! Not committed: "film.mov" (is larger than hookline.maxFileSize).
  $ rm film.mov

When most of the files vanish at once, that is hardly meant. It waits for you.

  $ for n in 1 2 3 4 5 6 7 8 9 10 11 12; do echo $n > $n.md; done
  $ eventually git --git-dir ../remotes/diary.git cat-file -e main:12.md
  $ rm -r *
  $ eventually --exit 2 'hookline sync --wait'
  ‖ ~/diary: Most of the files are gone from the work tree; committing that looks like an accident.
    → Bring them back (`git restore .`), or commit the deletion yourself.
  [2]
  $ git restore .
  $ eventually 'hookline sync --wait'
  ✓ ~/diary: in sync with origin/main in <span>
  $ git --git-dir ../remotes/diary.git ls-tree -r --name-only main | wc -l
  14
