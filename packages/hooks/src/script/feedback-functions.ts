import type { HookSettings } from "@hookline/core/client";
import { REFUSED } from "./signal-command.ts";
import { IN_BACKGROUND } from "./words.ts";

/** How much longer a client may live than its own deadline says, in milliseconds; cut to tenths. */
const GRACE_MS = 200;

/** The longest line that is shown. */
const LINE_LENGTH = 200;

/**
 * Renders `hookline_readable`: whether a person can read a line, and wants one.
 *
 * Not while git works through a list of commits, and not of events that push nothing of themselves.
 */
export function readableFunction({ waitMs }: HookSettings): string {
  if (waitMs === 0) return `hookline_readable() { return 1; }\n`;
  return `hookline_readable() {
  [ -t 2 ] && [ -z "\${CI-}" ] && [ "\${TERM-}" != dumb ] && [ -z "\${WINDIR-}" ] && hookline_settled
}
`;
}

/** Renders `hookline_settled`: whether a commit or a merge is done, and git with it. */
export const SETTLED_FUNCTION = `hookline_settled() {
  case $hookline_event in post-commit | post-merge) ;; *) return 1 ;; esac
  [ ! -d "$hookline_git/sequencer" ]
}
`;

/**
 * Renders `hookline_ask <milliseconds>`: waits that long for the agent's line, and leaves in
 * `hookline_line` what to show.
 *
 * Whatever comes in its place is not shown: only one line is read, it begins like one of ours, is
 * short, and holds nothing that a terminal would obey. Returns 1 where nobody listens.
 */
export const ASK_FUNCTION = `hookline_ask() {
  hookline_ms=$((1000 + $1 % 1000))
  hookline_end=$(($1 + ${GRACE_MS}))
  hookline_line=$(
    set -- /v1/feedback "{\\"id\\":\\"$hookline_id\\",\\"waitMs\\":$1}" \\
      "$(($1 / 1000)).\${hookline_ms#1}" "$((hookline_end / 1000)).$((hookline_end % 1000 / 100))"
    {
      eval "$hookline_client"
      printf '\\n%s\\n' "$?"
    } 2>/dev/null | {
      IFS= read -r hookline_line
      [ -n "$hookline_line" ] || IFS= read -r hookline_line
      printf '%s' "$hookline_line"
    }
  ) || :
  case $hookline_line in
    ${REFUSED}) return 1 ;;
    0) hookline_line= ;;
    *[[:cntrl:]]*) hookline_line=${IN_BACKGROUND} ;;
    '[Hookline'*) [ "\${#hookline_line}" -le ${LINE_LENGTH} ] || hookline_line=${IN_BACKGROUND} ;;
    *) hookline_line=${IN_BACKGROUND} ;;
  esac
}
`;
