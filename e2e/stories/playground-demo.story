# The demo plays all of it by itself

It lives in a folder and with a home of its own, touches nothing of yours, and leaves nothing behind.

  $ hookline playground --demo
  1  Here are a remote, served over HTTP on this machine, and two clones: laptop and server.
  2  Both are registered, with hooks, and the agent is up.
  3  laptop$ git commit            (took <span>)
  4  ✓ the remote has it           (<span> later)
  5  ✓ server has it, as a file    (<span> later)
  6  server$ git commit            (took <span>)
  7  ✓ laptop has it, as a file    (<span> later)
  8  The agent is down now. Commits do not care:
  9  laptop$ git commit, twice     (took <span> and <span>)
  10 The agent is up again, and finds what happened meanwhile.
  11 ✓ the remote has both         (<span> later)
  12 ✓ server has both             (<span> later)
  ✓ All 5 commits are everywhere; no commit waited, none was lost.
  $ hookline list
  Hookline syncs no repository yet. Add one: `hookline add <path>`
  $ ls -A $TMPDIR
