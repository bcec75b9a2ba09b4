/**
 * Every descriptor that a shell can name. A background child that kept stderr
 * would hold up whoever captures git's output until it ends; one that kept
 * another would hold the caller's `flock`.
 */
export const DETACHED = `</dev/null >/dev/null 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-`;

/**
 * Renders `hookline_inherited`: whether a descriptor from 10 on came from outside and would be kept
 * by a child. POSIX shells cannot name those, so whoever waits for their end would wait for us.
 *
 * Asked in a child, never in the hook itself: it switches globbing on. The shell's own descriptors up there close themselves on exec, which Linux tells in
 * `/proc/self/fdinfo` (proc(5); the bit is 02000000). Elsewhere nothing can be told, and none is found.
 */
export const INHERITED_FUNCTION = `hookline_inherited() {
  set +f
  for hookline_fd in /proc/self/fd/??*; do
    hookline_flags=
    { IFS= read -r hookline_flags; IFS= read -r hookline_flags; } \\
      <"/proc/self/fdinfo/\${hookline_fd##*/}" || continue
    case $hookline_flags in
      flags:*[2367]??????) ;;
      # zsh closes the scripts that it reads by itself.
      flags:*0) [ -n "\${ZSH_VERSION-}" ] && [ -f "$hookline_fd" ] || return 0 ;;
      flags:*) return 0 ;;
    esac
  done
  return 1
}
`;
