import type { AbsolutePath } from "@hookline/core/client";
import { shPath } from "./sh-quote.ts";

/** A program that can send one request to a Unix socket, as found when the hooks were installed. */
export type SignalClient =
  | {
      readonly kind: "curl";
      readonly program: AbsolutePath;
      /** As below, against a curl that does not heed its own deadline. */
      readonly timeout?: AbsolutePath | undefined;
    }
  | {
      readonly kind: "netcat";
      readonly program: AbsolutePath;
      /** coreutils' `timeout`, because netcat has no deadline for the whole exchange. */
      readonly timeout: AbsolutePath;
    };

/** Where and how the hook pokes the agent. */
export interface SignalTarget {
  readonly socket: AbsolutePath;
  /**
   * A file of mode 0600 that holds the line `Authorization: Bearer <token>`,
   * so that the secret never stands in a command line.
   */
  readonly header: AbsolutePath;
  readonly client: SignalClient;
}

/** What the client ends with where nobody listens: curl's own code, see curl(1). */
export const REFUSED = 7;

/**
 * Renders the lines that send one request: `$1` is its path, `$2` its JSON, `$3` the seconds it may
 * take, `$4` those after which a client that still runs is killed.
 *
 * They print the body of a good reply, and end with 0 for one and {@link REFUSED} where nobody listens;
 * anything else is trouble. An endless body costs little: curl takes 32 kB a second at most, and of
 * netcat one line is read.
 */
export function requestLines({ socket, header, client }: SignalTarget): string {
  // Opening a pipe would hang before the deadline counts.
  const hasToken = `[ -f ${shPath(header)} ] &&`;
  const limit = client.timeout === undefined ? "" : `${shPath(client.timeout)} -s KILL "$4" `;
  switch (client.kind) {
    case "curl":
      // -q: the person's ~/.curlrc has no say. Proxies have none on a Unix socket.
      return `${hasToken} ${limit}${shPath(client.program)} -q -s -f -m "$3" --limit-rate 32k \\
  --unix-socket ${shPath(socket)} -H @${shPath(header)} \\
  -H 'Content-Type: application/json' -d "$2" "http://localhost$1" </dev/null`;
    case "netcat":
      // HTTP/1.0: the body comes as it is, and the connection ends with it.
      return `${hasToken} {
  IFS= read -r hookline_header <${shPath(header)}
  printf 'POST %s HTTP/1.0\\r\\nHost: localhost\\r\\nContent-Type: application/json\\r\\nContent-Length: %s\\r\\n%s\\r\\n\\r\\n%s' \\
    "$1" "\${#2}" "$hookline_header" "$2"
} | {
  ${shPath(client.timeout)} "$3" ${shPath(client.program)} -U ${shPath(socket)}
  # No line at all means: nobody listens. One that is cut short ends in what is never shown.
  case $? in 0) printf '\\n' ;; 124) printf '\\001\\n' ;; esac
} | (
  IFS= read -r hookline_line || exit ${REFUSED}
  case $hookline_line in 'HTTP/1.'?' 200 '* | 'HTTP/1.'?' 202 '*) ;; *) exit 1 ;; esac
  # A carriage return alone ends the head.
  until case $hookline_line in ?) ;; *) false ;; esac; do
    IFS= read -r hookline_line || exit 1
  done
  IFS= read -r hookline_line || exit 1
  [ -z "$hookline_line" ] || printf '%s\\n' "$hookline_line"
)`;
  }
}
