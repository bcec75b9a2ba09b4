import { dirname } from "node:path";
import { absolutePath, CANARY, type HookSettings } from "@hookline/core/client";
import { aliveFunction } from "./alive-function.ts";
import { INHERITED_FUNCTION } from "./detached.ts";
import { fallbackFunction, refusedVariable } from "./fallback-function.ts";
import { ASK_FUNCTION, readableFunction, SETTLED_FUNCTION } from "./feedback-functions.ts";
import type { HookTargets } from "./hook-targets.ts";
import { clientVariable, pokeFunction } from "./poke-function.ts";
import { shPath } from "./sh-quote.ts";
import { SAY_FUNCTION, WARNING } from "./words.ts";

const HEAD = `# Hookline notes what happened in this repository, tells its agent, and lets git go on.
# Written by \`hookline add\`; \`hookline remove\` deletes it. HOOKLINE_HOOKS=0 switches it off.
`;

/**
 * Renders `hook.sh`, the one script that every hook of a repository sources.
 *
 * The shell that sources it has set `hookline_event` and may run someone
 * else's hook. So it only defines functions and returns: it cannot end that
 * hook, does not trip over its `set -eu`, reads no stdin, and always succeeds.
 * Writing the record starts no process: a fork costs half a millisecond on
 * Linux and tens of milliseconds on Windows.
 *
 * **The record** is one line, written by one `write`, into a file of the spool
 * whose name ends in `.req`:
 *
 *     v1 TAB <event> TAB <pid>-<ppid> TAB <git dir> TAB <cwd> LF
 *
 * - The cwd is the top of the work tree. The git directory may be relative to
 *   it; in a linked worktree it is that worktree's own, and absolute.
 * - Under Git for Windows both have the form `/c/Users/…` (not run there).
 * - A path with a tab or a newline makes its line invalid and may even forge a
 *   second one. That is harmless: a record is only a reason to look at a
 *   repository that is already registered.
 * - A full disk leaves a torn line, a strange umask a file that nobody can
 *   read, a reused pid two lines in one file.
 * - `HOOKLINE_CANARY=<id>` makes it one of event `canary`, which proves the way.
 *
 * A rebase fires a hook for every pick, so inside one only its end counts: `post-rewrite rebase`
 * (githooks(5)), or the checkout after which nothing was left to pick (seen with git 2.39 and 2.55).
 *
 * **Then** a living agent is told: in the foreground where a person can read its
 * answer, in the background otherwise, and not at all as long as it has not
 * heard the last one who told it. Where none lives, `hookline.fallback` says
 * what happens.
 *
 * If the record cannot be written it says so in one line, but only where the
 * spool's parent exists: in a container the host's path does not.
 */
export function hookScript(targets: HookTargets, settings: HookSettings): string {
  if (!settings.hooks) {
    return `${HEAD}# hookline.hooks is false: nothing is noted.\n`;
  }
  const { signal } = targets;
  const plan = { targets, settings };
  return [
    HEAD,
    agentFunction(targets),
    aliveFunction(targets),
    ...(signal === undefined
      ? [NO_CLIENT]
      : [
          tellFunction(targets, settings),
          clientVariable(signal),
          refusedVariable(plan),
          pokeFunction(signal),
          INHERITED_FUNCTION,
          ASK_FUNCTION,
        ]),
    SETTLED_FUNCTION,
    readableFunction(settings),
    fallbackFunction(plan),
    SAY_FUNCTION,
    RUN,
  ].join("\n");
}

/**
 * Where no process can be started any more, dash and busybox end the whole shell at a `&` or `$(`
 * (and `git checkout` returns what its hook returns). `command` makes that the failure of one command.
 * zsh knows no `command eval`, and does not end there; it has habits of its own instead.
 */
const RUN = `if [ -n "\${ZSH_VERSION-}" ]; then
  hookline_zsh() { emulate -L sh; hookline_agent \${1+"$@"}; }
  hookline_zsh \${1+"$@"} || :
else
  command eval 'hookline_agent \${1+"$@"}' || :
fi
`;

function agentFunction({ spool }: HookTargets): string {
  const home = absolutePath(dirname(spool));
  return `hookline_agent() {
  [ "\${HOOKLINE_HOOKS-}" = 0 ] && return 0
  hookline_git=\${GIT_DIR:-.git}
  hookline_id=$$-$PPID
  if [ -n "\${HOOKLINE_CANARY-}" ]; then
    case $HOOKLINE_CANARY in *[!A-Za-z0-9_-]*) return 0 ;; esac
    hookline_id=$HOOKLINE_CANARY
    hookline_event=${CANARY}
  elif [ "$hookline_event \${1-}" != 'post-rewrite rebase' ]; then
    # A rebase fires a hook for every pick; it reports once, when it is done.
    if [ -d "$hookline_git/rebase-merge" ]; then
      # One that had nothing to pick only moves the branch, and says so with this checkout alone.
      [ "$hookline_event" = post-checkout ] || return 0
      [ -e "$hookline_git/rebase-merge/done" ] || return 0
    fi
    [ -e "$hookline_git/rebase-apply/rebasing" ] && return 0
  fi
  {
    # Where no file may grow, the shell would be killed.
    trap '' XFSZ
    printf 'v1\\t%s\\t%s\\t%s\\t%s\\n' \\
      "$hookline_event" "$hookline_id" "$hookline_git" "\${PWD-}" \\
      >>${shPath(spool)}/"$hookline_id.req" && trap - XFSZ
  } 2>/dev/null || {
    trap - XFSZ
    # In a container the host's folder is not there, and there is nothing to say.
    [ -d ${shPath(home)} ] || return 0
    hookline_say ${WARNING}
    hookline_alive &&
      hookline_poke /v1/feedback "{\\"id\\":\\"$hookline_id\\",\\"waitMs\\":0,\\"lost\\":true}" '' 2>/dev/null
    return 0
  }
  if [ "$hookline_event" = ${CANARY} ]; then
    hookline_poke /v1/signal '' '' 2>/dev/null
  elif hookline_alive; then
    hookline_tell
  else
    hookline_fall_back
  fi
}
`;
}

/** Without a client the agent's watch on the spool has to do. */
const NO_CLIENT = `hookline_tell() { :; }
hookline_poke() { :; }
`;

function tellFunction({ poked }: HookTargets, { waitMs }: HookSettings): string {
  return `hookline_tell() {
  # Poked already, and it has not begun to read: the record will be read with the others.
  [ -e ${shPath(poked)} ] && return 0
  { printf '' >>${shPath(poked)}; } 2>/dev/null || :
  if ! hookline_readable; then
    hookline_poke /v1/signal '' "$hookline_refused" 2>/dev/null
  elif hookline_ask ${waitMs}; then
    [ -z "$hookline_line" ] || hookline_say "$hookline_line"
  else
    hookline_fall_back
  fi
}
`;
}
