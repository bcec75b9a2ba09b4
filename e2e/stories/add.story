# Add a repository, and remove it again

  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ hookline add notes
  ✓ Hookline syncs ~/notes from now on.
    Hooks are installed ...
    No agent is running yet. Start it with `hookline start --detach`.

Adding it once more changes nothing. Inside a repository no path is needed.

  $ mkdir notes/drafts
  $ cd notes/drafts
  $ hookline add
  ✓ Hookline syncs ~/notes already; its hooks are up to date.
    Hooks are installed ...
    No agent is running yet. Start it with `hookline start --detach`.
  $ hookline status
  ✓ ~/notes  main → origin/main
    Nothing to push to origin/main, which has not been asked yet.

  No agent is running, so nothing is fetched or tried again by itself; start it with `hookline start --detach`. Queue empty.

The list is a setting of git like any other.

  $ hookline list
  $STORY/notes
  $ git config --global --get-all hookline.repo
  $STORY/notes

`remove` takes it off the list and takes the hooks out. Nothing in the repository is deleted.

  $ hookline remove
  ✓ Hookline leaves ~/notes alone.
  $ hookline list
  Hookline syncs no repository yet. Add one: `hookline add <path>`
  $ git status --short --branch
  ## main...origin/main
  $ cd ..
  $ find .git/hooks .git/hookline -type f -not -name '*.sample'
  find: '.git/hookline': No such file or directory
  [1]
  $ git config --local --get-regexp 'hook|include'
  [1]

What is not on the list cannot be taken off it.

  $ hookline remove
  ✗ Hookline does not sync $STORY/notes.
    → Name a repository (see `hookline list`), or run `hookline add` here first.
  [64]
