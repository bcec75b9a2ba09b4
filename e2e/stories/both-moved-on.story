# Both sides moved on, and the remote wins

By default the remote is the authority. Ada and her colleague both change the list; his change is on the
remote first.

Commits wait until a look is asked for.

  $ git config --global hookline.fallback queue
  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ git clone --quiet remotes/notes.git colleague
  $ hookline add notes
  ✓ Hookline syncs ~/notes from now on.
    Hooks are installed as files of their own.
    No agent is running yet. Start it with `hookline start --detach`.
  $ cd ~/colleague
  $ echo "bread" > list.txt
  $ git add list.txt
  $ git commit --quiet -m "Buy bread"
  $ git push --quiet
  $ cd ~/notes
  $ echo "milk" > list.txt
  $ git add list.txt
  $ git commit --quiet -m "Buy milk"

A file that nobody committed is not touched by any of this.

  $ echo "private" > diary.txt

What would happen? Nothing of it is done yet.

  $ hookline sync --dry-run
  ~/notes: a look would do this:
    1 commit to take from origin/main
      <commit> Buy bread
    1 commit of yours to replace, and to keep as a rescue here
      <commit> Buy milk
  Nothing was changed.
  [2]

Then it happens, without a question. What was replaced is kept.

  $ hookline sync --wait
  ✓ ~/notes: in sync with origin/main (took 1 commit) in <span>
    ↺ Replaced 1 commit of yours, kept for you: `hookline rescue show <time>-diverged-<commit>`
  $ cat list.txt diary.txt
  bread
  private
  $ git log --format=%s
  Buy bread
  Begin

The rescue holds Ada's commit. It is listed, shown, and restored to a branch of its own.

  $ hookline rescue list
  <time>-diverged-<commit>  <ago> on <host>
    main: 1 commit and 1 file that you had not committed, kept before the remote's history took the place of yours.

  Look inside with `hookline rescue show <name>`, get it back with `hookline rescue restore <name>`.
  $ hookline rescue show "$(hookline rescue list --json | pick rescues.0.name)"
  <time>-diverged-<commit>  <ago> on <host>
    main: 1 commit and 1 file that you had not committed, kept before the remote's history took the place of yours.

    1 commit, on no branch:
      <commit> Buy milk
    1 file not committed:
      + diary.txt

  Get it back with `hookline rescue restore <time>-diverged-<commit>`.
  $ hookline rescue restore "$(hookline rescue list --json | pick rescues.0.name)" --branch milk
  ✓ The branch milk now holds the commit. You are where you were.
    → See them: `git log ..milk`
    → Take them: `git merge milk`
    → It holds 1 uncommitted file as well: `hookline rescue restore <time>-diverged-<commit> --files`
  $ git log --format=%s milk
  Buy milk
  Begin

Every ref that was moved is on record.

  $ hookline log --moves
  <time> ~/notes origin/main <commit> → <commit> fetch
  <time> ~/notes rescue/<time>-diverged-<commit> nothing → <commit> rescue
  <time> ~/notes main <commit> → <commit> take the remote's history
  <time> ~/notes milk nothing → <commit> rescue restore
  $ git reflog --format=%gs -2
  hookline: take the remote's history
  commit: Buy milk
