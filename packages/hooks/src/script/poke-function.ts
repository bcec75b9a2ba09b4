import { DETACHED } from "./detached.ts";
import { shPath, shQuote } from "./sh-quote.ts";
import { requestLines, type SignalTarget } from "./signal-command.ts";

/** Renders `hookline_client`: the lines that send a request, for this shell or one of their own. */
export function clientVariable(target: SignalTarget): string {
  return `hookline_client=${shQuote(requestLines(target))}\n`;
}

/**
 * Renders `hookline_poke <path> <JSON> <lines to go on with>`: sends a request in the background.
 *
 * A child starts a grandchild and ends: it is the grandchild's, which nobody waits for, and was born
 * deaf to the end of its terminal. The client is gone after two seconds whatever the agent does.
 *
 * The grandchild becomes another program: a shell keeps copies of what a caller has redirected, stderr
 * for one, until it execs. A caller of this function hides stderr, where a shell says that it cannot fork.
 */
export function pokeFunction({ socket }: SignalTarget): string {
  return `hookline_poke() {
  [ -S ${shPath(socket)} ] || return 0
  (
    trap '' HUP
    {
      hookline_inherited || exec /bin/sh -c "$hookline_client
$3" sh "$1" "$2" 2 3
    } &
  ) ${DETACHED}
}
`;
}
