import { join } from "node:path";
import { type AbsolutePath, absolutePath } from "@hookline/core/client";
import { shPath, shQuote } from "./sh-quote.ts";

/** What a runner is started with. */
export interface RunnerPlan {
  readonly node: AbsolutePath;
  /** For node itself. */
  readonly flags: readonly string[];
  /** The command line's main file. */
  readonly main: AbsolutePath;
  /** The root of the state folder. */
  readonly home: AbsolutePath;
  /** See `findSetsid`. Without one, node moves into a session of its own by itself. */
  readonly setsid?: AbsolutePath | undefined;
  /** The environment in which the repositories were registered; their list lies below `HOME`. */
  readonly env: {
    readonly HOME?: string | undefined;
    readonly XDG_CONFIG_HOME?: string | undefined;
    /** For a hook that was started with none; otherwise the hook's own is kept. */
    readonly PATH?: string | undefined;
  };
}

/**
 * Renders `runner.sh`, with which a hook starts a runner where no agent runs: one per state folder.
 *
 * A hook executes it in the background, every descriptor below ten closed. It claims the start, so
 * that ten commits in a second start one runner, and becomes node; the agent's lock is what makes sure
 * of one. A claim is a process id in `runner.pid`:
 *
 * - of a living process: that runner goes on until nothing is left, so there is nothing to do. On
 *   Linux it must also be at home in the state folder, since its id may have become somebody else's.
 * - of a dead one, or empty for longer than it takes to write it: it is taken over. Of several who do
 *   so at once, the last to write goes on.
 */
export function runnerScript({ node, flags, main, home, setsid, env }: RunnerPlan): string {
  const log = shPath(absolutePath(join(home, "logs", "runner.log")));
  const claim = shPath(absolutePath(join(home, "runner.pid")));
  const broken = shPath(brokenMark(home));
  const command = [node, ...flags, main, "agent", "--drain", "--quiet"];
  const words = setsid === undefined ? [...command, "--detach"] : [setsid, ...command];
  return `#!/bin/sh
# Starts Hookline in the background after a commit where no agent runs. It syncs, and ends.
# Written by \`hookline add\` and by every agent that starts.

unset ${LEFT_BY_HOOKS.join(" ")}
${given("HOME", env.HOME)}${given("XDG_CONFIG_HOME", env.XDG_CONFIG_HOME)}${givenPath(env.PATH)}HOOKLINE_HOME=${shPath(home)}
export HOOKLINE_HOME
${CLOSE_INHERITED}
umask 077
trap '' HUP
cd ${shPath(home)} || exit 0

if ! { [ -x ${shPath(node)} ] && [ -r ${shPath(main)} ]; }; then
  printf '%s\\n' ${shQuote(`${node} or ${main} is gone: run \`hookline start\` or \`hookline add\` where Hookline is now.`)} >|${log}
  printf '' >>${broken}
  exit 0
fi 2>/dev/null
[ ! -e ${broken} ] || rm -f ${broken}

claimed() {
  holder=
  { IFS= read -r holder <${claim}; } 2>/dev/null
  case $holder in '' | 0* | *[!0-9]* | ??????????*) return 1 ;; esac
  kill -0 "$holder" 2>/dev/null || return 1
  [ ! -d /proc/self/cwd/ ] || [ "/proc/$holder/cwd" -ef ${shPath(home)} ]
}

nap() { sleep 0.1 || sleep 1; } 2>/dev/null

# Opening a pipe would hang.
[ ! -e ${claim} ] || [ -f ${claim} ] || exit 0
set -C
if ! { printf '%s\\n' "$$" >${claim}; } 2>/dev/null; then
  [ -f ${claim} ] || exit 0
  claimed && exit 0
  # Whoever made it may be about to write it.
  [ -n "$holder" ] || { nap; claimed && exit 0; }
  { printf '%s\\n' "$$" >|${claim}; } 2>/dev/null || exit 0
  nap
  { IFS= read -r holder <${claim}; } 2>/dev/null
  [ "$holder" = "$$" ] || exit 0
fi
set +C

# Its first words, should it not come up.
words=/dev/null
{ printf '' >|${log}; } 2>/dev/null && words=${log}
exec ${words.map(shQuote).join(" ")} 2>>"$words"
`;
}

/**
 * Whoever waits for the end of a descriptor that came with the hook waits for the runner. Only single
 * digits were closed by the hook; bash can name the others, and node closes what is left where there
 * is none. 255 is bash's own.
 */
const CLOSE_INHERITED = `if [ -d /proc/self/fd ]; then
  if [ -n "\${BASH_VERSION-}" ]; then
    for fd in /proc/$$/fd/??*; do
      fd=\${fd##*/}
      [ "$fd" = 255 ] || eval "exec $fd>&-"
    done
  elif [ -x /bin/bash ]; then
    exec /bin/bash "$0"
  fi
fi
`;

/** Names the file that says, to the next hook, that the runner cannot be started. */
export function brokenMark(home: AbsolutePath): AbsolutePath {
  return absolutePath(join(home, "runner.broken"));
}

/** What git and our own hooks set for themselves. Node takes out every other \`GIT_*\`. */
const LEFT_BY_HOOKS = [
  "GIT_DIR",
  "GIT_INDEX_FILE",
  "GIT_WORK_TREE",
  "GIT_PREFIX",
  "GIT_EDITOR",
  "GIT_COMMON_DIR",
  "GIT_OBJECT_DIRECTORY",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_QUARANTINE_PATH",
  "GIT_REFLOG_ACTION",
  "HOOKLINE_CANARY",
  "HOOKLINE_HOOKS",
  "BASH_ENV",
  // Another program's settings are not the person's.
  "XDG_CONFIG_HOME",
  // Editors attach a debugger to every node.
  "NODE_OPTIONS",
];

function given(name: string, value: string | undefined): string {
  return value === undefined || value === "" ? "" : `${name}=${shQuote(value)}; export ${name}\n`;
}

function givenPath(value: string | undefined): string {
  return value === undefined || value === ""
    ? ""
    : `[ -n "\${PATH-}" ] || { PATH=${shQuote(value)}; export PATH; }\n`;
}
