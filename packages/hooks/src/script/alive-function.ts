import type { HookTargets } from "./hook-targets.ts";
import { shPath } from "./sh-quote.ts";

/**
 * Renders `hookline_alive`: whether an agent seems to run, without starting a process to find out.
 *
 * A killed agent leaves its pid file and its socket behind, and its pid may have become somebody
 * else's, so a caller still expects to be refused. The pid file may hold anything: `0` and `-1` would
 * make `kill` speak of whole groups.
 */
export function aliveFunction({ pid, signal }: HookTargets): string {
  const socket = signal === undefined ? "" : ` && [ -S ${shPath(signal.socket)} ]`;
  return `hookline_alive() {
  [ -f ${shPath(pid)} ] || return 1
  # Windows numbers its processes otherwise than this shell does, and has no such socket.
  [ -z "\${WINDIR-}" ] || return 0
  hookline_pid=
  { IFS= read -r hookline_pid <${shPath(pid)}; } 2>/dev/null || :
  case $hookline_pid in '' | 0* | *[!0-9]* | ??????????*) return 1 ;; esac
  kill -0 "$hookline_pid" 2>/dev/null${socket}
}
`;
}
