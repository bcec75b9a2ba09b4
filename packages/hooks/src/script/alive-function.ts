import type { HookTargets } from "./hook-targets.ts";
import { shPath } from "./sh-quote.ts";

/**
 * Renders `hookline_alive`: whether an agent seems to run, without starting a process to find out.
 *
 * A killed agent leaves its pid file and its socket behind, and its pid may have become somebody
 * else's. The second line of the file says when it began, in the words of `/proc/<pid>/stat`; where that
 * cannot be read, a caller still expects to be refused. The pid file may hold anything: `0` and `-1` would
 * make `kill` speak of whole groups.
 */
export function aliveFunction({ pid, signal }: HookTargets): string {
  const listens = signal === undefined ? "" : `  [ -S ${shPath(signal.socket)} ] || return 1\n`;
  return `hookline_alive() {
  [ -f ${shPath(pid)} ] || return 1
  # Windows numbers its processes otherwise than this shell does, and has no such socket.
  [ -z "\${WINDIR-}" ] || return 0
  hookline_pid=
  hookline_start=
  hookline_stat=
  { IFS= read -r hookline_pid; IFS= read -r hookline_start; } 2>/dev/null <${shPath(pid)} || :
  case $hookline_pid in '' | 0* | *[!0-9]* | ??????????*) return 1 ;; esac
  kill -0 "$hookline_pid" 2>/dev/null || return 1
${listens}  # Where both can be read: somebody else, who has its number now, began at another time.
  [ -n "$hookline_start" ] || return 0
  { IFS= read -r hookline_stat <"/proc/$hookline_pid/stat"; } 2>/dev/null || return 0
  case $hookline_stat in *" $hookline_start "*) return 0 ;; *) return 1 ;; esac
}
`;
}
