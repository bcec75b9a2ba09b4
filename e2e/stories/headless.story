# A container keeps a state repository in step

The forge lets in who carries the token.

  $ new-remote remotes/state.git
  $ serve-http token s3cret
  $ serve-http remotes
  Serving $STORY/remotes at http://localhost:$PORT

What a container is given: the token in a file, who commits, and the tick. Somebody mixed up the tokens.

  $ echo outdated > token
  $ git config --global hookline.tickCommand "sh -c 'mkdir -p state; date >state/now'"
  $ git config --global hookline.tickPath state/
  $ cat > container <<'END'
  > export GIT_SYNC_TOKEN_FILE=$HOME/token GIT_SYNC_TOKEN_OVER_HTTP=1
  > export GIT_AUTHOR_NAME=Robot GIT_AUTHOR_EMAIL=robot@example.org
  > export GIT_SYNC_ALPHA=true GIT_SYNC_TICK_INTERVAL=10 GIT_SYNC_SYNC_INTERVAL=5
  > hookline agent --quiet --repo data/state --clone http://localhost:$PORT/state.git
  > echo "ended with $?" >ended
  > END
  $ sh container &

It cannot clone, is alive, and says what is the matter.

  $ eventually hookline healthcheck
  The agent is well (pid <pid>).
  $ eventually 'hookline healthcheck --ready | grep refused'
  $STORY/data/state: It could not be cloned yet: The remote refused our credentials. (Authentication failed for 'http://localhost:$PORT/state.git/')
  $ ls data

The right token is put in its place, and nothing has to be restarted.

  $ echo s3cret > token
  $ eventually hookline healthcheck --ready
  Ready.
  $ hookline list
  $STORY/data/state

The tick runs its command, commits what it left, and pushes it.

  $ eventually 'git -C remotes/state.git log -1 --format="%an %s" | grep tick'
  Robot chore(state): tick at <time>
  $ git -C remotes/state.git ls-tree -r --name-only main
  state/now
  $ eventually 'hookline status | grep "In sync"'
    In sync with origin/main. Pushed 1 commit <ago>. Last in sync <ago>.

The token is in no place but its own.

  $ grep -rl s3cret .hookline data container || echo "nowhere"
  nowhere
  $ git -C data/state remote get-url origin
  http://localhost:$PORT/state.git

The container is stopped.

  $ kill $(hookline status --json | pick agent.pid)
  $ eventually cat ended
  ended with 0
  $ hookline healthcheck
  No agent runs.
  [1]
