# A repository in a folder that something else copies

  $ new-remote remotes/notes.git
  $ mkdir Dropbox
  $ git clone --quiet remotes/notes.git Dropbox/notes
  $ hookline add Dropbox/notes
  ! Dropbox copies this folder too, and copying the inside of .git can break it: move the repository out, and let Hookline keep it in step.
  ✓ Hookline syncs ~/Dropbox/notes from now on.
    Hooks are installed as files of their own.
    No agent is running yet. Start it with `hookline start --detach`.

A folder is also known by what the service leaves in it.

  $ mkdir elsewhere elsewhere/.stfolder
  $ git clone --quiet remotes/notes.git elsewhere/notes
  $ hookline add elsewhere/notes
  ! Syncthing copies this folder too, and copying the inside of .git can break it: move the repository out, and let Hookline keep it in step.
  ✓ Hookline syncs ~/elsewhere/notes from now on.
    Hooks are installed as files of their own.
    No agent is running yet. Start it with `hookline start --detach`.
