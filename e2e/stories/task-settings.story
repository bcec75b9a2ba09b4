# Tasks are set in git config

A task is a command that runs for each file that a commit changed. `task add` checks it, writes it, and
says which files it is for.

  $ new-remote remotes/notes.git
  $ git clone --quiet remotes/notes.git notes
  $ hookline add notes > /dev/null
  $ cd notes
  $ mkdir docs
  $ touch a.md b.md docs/c.md run.sh
  $ git add . && git commit --quiet -m "Begin to write"
  $ hookline task list
  There is no task yet. `hookline task add` sets one up.
  $ hookline task add words --include '*.md' --exclude docs/ --delay 0s -- wc -w {file}
  ✓ words  runs by itself, for commits made here
      command = wc -w {file}  ~/.gitconfig
      include = *.md  ~/.gitconfig
      exclude = docs/  ~/.gitconfig
      delay = 0s  ~/.gitconfig
    In ~/notes it is for 2 files: a.md, b.md.
  $ cat ~/.gitconfig
  [user]
  	name = Ada
  	email = ada@example.org
  [init]
  	defaultBranch = main
  [advice]
  	detachedHead = false
  [hookline]
  	repo = $STORY/notes
  [hookline-task "words"]
  	include = *.md
  	exclude = docs/
  	delay = 0s
  	command = wc -w {file}

What would not run as it was meant is refused before anything is written. A file's name must never
become code, and there is a way to use a shell all the same.

  $ hookline task add size -- sh -c 'wc -c < {file} > size'
  ✗ hookline-task.size.command in what you typed has {file} where it would become code: what stands after -c is code. Hand it over as an argument, as in sh -c '... "$1"' sh {file}, so the task does not run.
    → Nothing was written. `hookline task add --help` says what each key takes.
  [64]
  $ hookline task add size --delay soon --mode sometimes -- wc -c {file}
  ✗ hookline-task.size.mode in what you typed wants auto or manual, not "sometimes". The task does not run.
    hookline-task.size.delay in what you typed wants a duration from 0s to 7d, such as 30s or 15m, not "soon".
    → Nothing was written. `hookline task add --help` says what each key takes.
  [64]
  $ hookline task add size --output sizes.txt -- wc -c {file}
  ✗ hookline-task.size.output in what you typed needs {file}, or one file's output would replace another's, so the task does not run.
    → Nothing was written. `hookline task add --help` says what each key takes.
  [64]
  $ hookline task add words -- wc -l {file}
  ✗ The task "words" is set already.
    → `hookline task list` shows it; --replace sets it up anew.
  [64]
  $ hookline task add size --output 'sizes/{file}' -- sh -c 'wc -c < "$1"' sh {file}
  ✓ size  runs by itself, for commits made here
      command = sh -c 'wc -c < "$1"' sh {file}  ~/.gitconfig
      output = sizes/{file}  ~/.gitconfig
    In ~/notes it is for 4 files: a.md, b.md, docs/c.md and 1 more.
    ! Its output sizes/a.md is one of its own files: --exclude leaves it out.

That one would go on for ever, with the sizes of sizes, and is told so. Set up anew:

  $ hookline task add size --replace --exclude sizes/ --output 'sizes/{file}' -- sh -c 'wc -c < "$1"' sh {file}
  ✓ size  runs by itself, for commits made here
      command = sh -c 'wc -c < "$1"' sh {file}  ~/.gitconfig
      exclude = sizes/  ~/.gitconfig
      output = sizes/{file}  ~/.gitconfig
    In ~/notes it is for 4 files: a.md, b.md, docs/c.md and 1 more.
  $ git config --global hookline-task.size.command
  sh -c 'wc -c < "$1"' sh {file}

What the repository's own config sets can be the user's choice for this repository. But a command there
runs only when it is trusted; one that was typed just now is.

  $ git config hookline-task.words.mode manual
  $ hookline task add lint --local --include '*.sh' -- sh -n {file}
  ✓ lint  runs by itself, for commits made here; you trust it
      command = sh -n {file}  .git/config
      include = *.sh  .git/config
    In ~/notes it is for 1 file: run.sh.
  $ hookline trust --list
  The config of ~/notes wants to run:
    task "lint"  ✓ trusted
      include = *.sh  .git/config
      command = sh -n {file}  .git/config
    What is in a file that they name can change without your being asked again.
  $ git config hookline-task.lint.command 'sh evil.sh'
  $ hookline task list
  ✓ words  runs when you ask for it, for commits made here
      command = wc -w {file}  ~/.gitconfig
      include = *.md  ~/.gitconfig
      exclude = docs/  ~/.gitconfig
      mode = manual  .git/config
      delay = 0s  ~/.gitconfig
  ✓ size  runs by itself, for commits made here
      command = sh -c 'wc -c < "$1"' sh {file}  ~/.gitconfig
      exclude = sizes/  ~/.gitconfig
      output = sizes/{file}  ~/.gitconfig
  ! lint  does not run: you do not trust it yet
      command = sh evil.sh  .git/config
      include = *.sh  .git/config
    ! hookline-task.lint.command in .git/config does not run until you trust it: see `hookline trust`.
  [1]
  $ hookline status
  ✓ ~/notes  main → origin/main
    In sync with origin/main. Pushed 1 commit <ago>. Last in sync <ago>.
    ! hookline-task.lint.command in .git/config does not run until you trust it: see `hookline trust`.

  No agent is running, so nothing is fetched or tried again by itself; start it with `hookline start --detach`. Queue empty.
  $ hookline trust --yes
  The config of ~/notes wants to run:
    task "lint"  ! not trusted
      include = *.sh  .git/config
      command = sh evil.sh  .git/config
    What is in a file that they name can change without your being asked again.
  ✓ Trusted, until one of these values changes.
  $ hookline config | grep -A 9 hookline-task
  hookline-task.words
      command = wc -w {file}  ~/.gitconfig
      include = *.md  ~/.gitconfig
      exclude = docs/  ~/.gitconfig
      mode = manual  .git/config
      delay = 0s  ~/.gitconfig
  hookline-task.size
      command = sh -c 'wc -c < "$1"' sh {file}  ~/.gitconfig
      exclude = sizes/  ~/.gitconfig
      output = sizes/{file}  ~/.gitconfig
  hookline-task.lint
      command = sh evil.sh  .git/config
      include = *.sh  .git/config

A task can wait, everywhere or here.

  $ hookline task pause words
  ‖ words is paused. `hookline task resume` ends it.
  $ hookline task pause lint
  ‖ lint is paused. `hookline task resume` ends it.
  $ hookline task list | grep paused
  ‖ words  is paused
      paused = true  ~/.gitconfig
  ‖ lint  is paused
      paused = true  .git/config
  $ hookline task resume words
  ✓ words goes on.
  $ hookline task resume lint
  ✓ lint goes on.
  $ hookline trust --list | head -2
  The config of ~/notes wants to run:
    task "lint"  ✓ trusted

By hand, mistakes are told as those in other settings are.

  $ git config --global hookline-task.words.batchsise 7
  $ git config --global hookline-task.words.retryDelay never
  $ hookline task list | grep -A 8 words
  ✓ words  runs when you ask for it, for commits made here
      command = wc -w {file}  ~/.gitconfig
      include = *.md  ~/.gitconfig
      exclude = docs/  ~/.gitconfig
      mode = manual  .git/config
      delay = 0s  ~/.gitconfig
    ! hookline-task.words.batchsise in $STORY/.gitconfig is no key of a task. Did you mean batchSize?
    ! hookline-task.words.retryDelay in $STORY/.gitconfig wants a duration from 1s to 1d, such as 30s or 15m, not "never".
  ✓ size  runs by itself, for commits made here
      command = sh -c 'wc -c < "$1"' sh {file}  ~/.gitconfig
      exclude = sizes/  ~/.gitconfig
      output = sizes/{file}  ~/.gitconfig
  ✓ lint  runs by itself, for commits made here; you trust it
      command = sh evil.sh  .git/config
      include = *.sh  .git/config
  $ hookline task list --json | shape
  repository: string
  running: boolean
  tasks[].name: string
  tasks[].settings.command: string
  tasks[].settings.include[]: string
  tasks[].settings.exclude[]: string
  tasks[].settings.mode: string
  tasks[].settings.on[]: string
  tasks[].settings.input: string
  tasks[].settings.output: null
  tasks[].settings.batchSize: number
  tasks[].settings.delay: number
  tasks[].settings.maxRetries: number
  tasks[].settings.retryDelay: number
  tasks[].settings.timeout: number
  tasks[].settings.concurrency: number
  tasks[].settings.paused: boolean
  tasks[].keys[].key: string
  tasks[].keys[].value: string
  tasks[].keys[].shown: string
  tasks[].keys[].origin: string
  tasks[].held: null
  tasks[].trusted: null
  tasks[].problems[]: string

  $ hookline task remove size
  ✓ The task "size" is gone.
  $ hookline task remove lint
  ✗ The task "lint" is not set in your global git config.
    → `hookline task list` shows where it is; --local means what this repository sets.
  [64]
  $ hookline task remove lint --local
  ✓ The task "lint" is gone.
  $ hookline task remove words
  ✓ The task "words" is gone.
  $ hookline task list
  ! words  does not run: it has no command
      mode = manual  .git/config
    ! hookline-task.words.command in .git/config is missing, so the task does not run.
  [1]
  $ git config --list --name-only --global
  user.name
  user.email
  init.defaultbranch
  advice.detachedhead
  hookline.repo
