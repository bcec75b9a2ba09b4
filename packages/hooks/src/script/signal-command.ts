import type { AbsolutePath } from "@hookline/core/client";
import { shPath } from "./sh-quote.ts";

/** A program that can send one request to a Unix socket, as found when the hooks were installed. */
export type SignalClient =
  | { readonly kind: "curl"; readonly program: AbsolutePath }
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

/**
 * Every descriptor that a shell can name. A background child that kept stderr
 * would hold up whoever captures git's output until it ends; one that kept
 * another would hold the caller's `flock`.
 */
const DETACHED = `</dev/null >/dev/null 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-`;

/**
 * Renders the lines of the hook that send `POST /v1/signal`.
 *
 * The shell forks once and goes on; its child starts the client and ends, so
 * that a hook that calls `wait` does not wait for the client. The client is
 * gone after two seconds whatever the agent does.
 */
export function signalCommand(target: SignalTarget): string {
  return `  if [ -S ${shPath(target.socket)} ]; then
    (${request(target)} &) ${DETACHED} &
  fi
`;
}

function request({ socket, header, client }: SignalTarget): string {
  switch (client.kind) {
    case "curl":
      // -q: the person's ~/.curlrc has no say. Proxies have none on a Unix socket.
      return `${shPath(client.program)} -q -s -m 2 --unix-socket ${shPath(socket)} -H @${shPath(header)} -X POST http://localhost/v1/signal`;
    case "netcat":
      return `{
      IFS= read -r hookline_header <${shPath(header)}
      printf 'POST /v1/signal HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\nContent-Length: 0\\r\\n%s\\r\\n\\r\\n' "$hookline_header"
    } | ${shPath(client.timeout)} 2 ${shPath(client.program)} -U ${shPath(socket)}`;
  }
}
