# Files in the way

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
  $ echo "theirs" > plan.txt
  $ git add plan.txt
  $ git commit --quiet -m "A plan"
  $ git push --quiet

Ada has a file of that name that she has not committed. Hookline does not take it from her.

  $ cd ~/notes
  $ echo "mine" > plan.txt
  $ hookline sync --wait
  ‖ ~/notes: Files that you changed stand in the way of the remote's commits. (plan.txt)
    → Move them away or stash them (`git stash -u`, with `-a` for ignored ones); Hookline goes on by itself.
  [2]
  $ cat plan.txt
  mine
  $ hookline sync --dry-run
  ~/notes: a look would hold. Files that you changed stand in the way of the remote's commits. Move them away or stash them (`git stash -u`, with `-a` for ignored ones); Hookline goes on by itself.
    ! plan.txt is untracked
  Nothing was changed.
  [2]

On a machine without a person, the file is kept in a rescue and the branch goes on.

  $ git config hookline.onDirty rescue
  $ hookline sync --wait
  ✓ ~/notes: in sync with origin/main (took 1 commit) in <span>
    ↺ Replaced 1 file that you had not committed, kept for you: `hookline rescue show <time>-in-the-way-<commit>`
  $ cat plan.txt
  theirs
  $ hookline rescue list
  <time>-in-the-way-<commit>  <ago> on <host>
    main: 1 file that you had not committed, kept before the remote's commits came in.

  Look inside with `hookline rescue show <name>`, get it back with `hookline rescue restore <name>`.
  $ hookline rescue restore "$(hookline rescue list --json | pick rescues.0.name)" plan.txt
  ✓ 1 file is back.
    plan.txt  (what stood there is now plan.txt.before-restore)
  $ cat plan.txt*
  mine
  theirs
