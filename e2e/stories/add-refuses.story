# What cannot be added is refused, with the next step

A path with nothing at it, and a file.

  $ hookline add nowhere
  ✗ There is nothing at $STORY/nowhere.
    → Check the path for a typing mistake.
  [64]
  $ touch file
  $ hookline add file
  ✗ $STORY/file is a file.
    → Name the folder of a git repository.
  [64]

A folder that is no repository.

  $ mkdir folder
  $ hookline add folder
  ✗ $STORY/folder is no git repository.
    → Clone one with `git clone <url>`, or make it one with `git init` and `git remote add origin <url>`.
  [64]

A bare repository has no work tree, and the inside of a git folder is no place to work in.

  $ new-remote remotes/notes.git
  $ hookline add remotes/notes.git
  ✗ $STORY/remotes/notes.git is a bare repository: it has no work tree to keep in step.
    → Clone it and add the clone: `git clone $STORY/remotes/notes.git <folder>`.
  [64]
  $ git clone --quiet remotes/notes.git notes
  $ hookline add notes/.git
  ✗ $STORY/notes/.git is the inside of a git folder.
    → Name the folder above `.git`.
  [64]

Without a remote there is nobody to sync with.

  $ git init --quiet alone
  $ hookline add alone
  ✗ $STORY/alone has no remote to sync with.
    → Add one with `git remote add origin <url>`, then `git push -u origin <branch>`.
  [64]

A folder inside a repository is not the repository.

  $ mkdir notes/drafts
  $ hookline add notes/drafts
  ✗ $STORY/notes/drafts is a folder inside the repository $STORY/notes, not a repository itself.
    → To sync all of it, run `hookline add $STORY/notes`.
  [64]

A submodule follows the repository that it belongs to.

  $ new-remote remotes/theme.git
  $ git -C notes -c protocol.file.allow=always submodule --quiet add ~/remotes/theme.git theme
  $ hookline add notes/theme
  ✗ $STORY/notes/theme is a submodule of $STORY/notes.
    → Its commits belong to that repository; run `hookline add $STORY/notes` instead.
  [64]

Nothing of all that was changed, and nothing is on the list.

  $ hookline list
  Hookline syncs no repository yet. Add one: `hookline add <path>`
  $ ls -A alone folder
  alone:
  .git

  folder:

A clone inside a repository that is synced already would be synced twice.

  $ hookline add notes
  ✓ Hookline syncs ~/notes from now on.
  ...
  $ git clone --quiet remotes/theme.git notes/other
  $ hookline add notes/other
  ✗ $STORY/notes/other lies inside $STORY/notes, which Hookline syncs already.
    → Move it elsewhere, or run `hookline remove $STORY/notes` first.
  [64]

Inside one that is not synced it is fine, but worth a word.

  $ hookline remove notes
  ✓ Hookline leaves ~/notes alone.
  $ hookline add notes/other
  ! It lies inside another repository ($STORY/notes); make sure that one ignores it.
  ✓ Hookline syncs ~/notes/other from now on.
  ...
