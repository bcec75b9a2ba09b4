import { dirname } from "node:path";
import { type AbsolutePath, absolutePath } from "@hookline/core/client";
import { shPath } from "./sh-quote.ts";
import { type SignalTarget, signalCommand } from "./signal-command.ts";

/** What is baked into a repository's hook script. */
export interface HookTargets {
  /** The folder where records are left. Its parent exists wherever Hookline is at home. */
  readonly spool: AbsolutePath;
  /** How the agent is poked, or `undefined` where no client can reach it. */
  readonly signal: SignalTarget | undefined;
}

/**
 * Renders `hook.sh`, the one script that every hook of a repository sources.
 *
 * The shell that sources it has set `hookline_event` and may run someone
 * else's hook. So it only defines a function and returns: it cannot end that
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
 *
 * A rebase fires a hook for every pick, so inside one only its end counts:
 * `post-rewrite rebase` (githooks(5)).
 *
 * If the record cannot be written it says so in one line, but only where the
 * spool's parent exists: in a container the host's path does not.
 */
export function hookScript({ spool, signal }: HookTargets): string {
  return `# Hookline notes what happened in this repository, pokes its agent, and lets git go on.
# Written by \`hookline add\`; \`hookline remove\` deletes it. HOOKLINE_HOOKS=0 switches it off.

hookline_agent() {
  [ "\${HOOKLINE_HOOKS-}" = 0 ] && return 0
  hookline_git=\${GIT_DIR:-.git}
  # A rebase fires a hook for every pick; it reports once, when it is done.
  if [ "$hookline_event \${1-}" != 'post-rewrite rebase' ]; then
    [ -d "$hookline_git/rebase-merge" ] && return 0
    [ -e "$hookline_git/rebase-apply/rebasing" ] && return 0
  fi
  hookline_id=$$-$PPID
  {
    printf 'v1\\t%s\\t%s\\t%s\\t%s\\n' \\
      "$hookline_event" "$hookline_id" "$hookline_git" "\${PWD-}" \\
      >>${shPath(spool)}/"$hookline_id.req"
  } 2>/dev/null || {
    # In a container the host's folder is not there, and there is nothing to say.
    [ -d ${shPath(absolutePath(dirname(spool)))} ] || return 0
    # Nobody may be reading stderr any more, and that must not end this shell.
    (trap '' PIPE; printf '%s\\n' '[Hookline Warning] Sync failed - queuing for retry' >&2)
    return 0
  }
${signal === undefined ? "" : signalCommand(signal)}  return 0
}

hookline_agent \${1+"$@"} || :
`;
}
