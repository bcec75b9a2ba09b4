import { once } from "node:events";
import { createServer } from "node:http";
import type { Clock } from "../clock.ts";
import type { Home } from "../home.ts";
import type { Log } from "../log/events.ts";
import type { PublishedEvent } from "./agent-event.ts";
import { eventStreams } from "./event-streams.ts";
import type { Handlers } from "./handlers.ts";
import { listen } from "./listen.ts";
import type { Health } from "./protocol.ts";
import { refuseBytes } from "./reply.ts";
import { requestServer } from "./serve-request.ts";
import { SERVER_LIMITS, type ServerLimits } from "./server-limits.ts";
import { prepareSocketFolder } from "./socket-folder.ts";
import { socketAddress } from "./socket-path.ts";
import { ensureToken } from "./token.ts";

/** What the server is made of. */
export interface ServerOptions {
  readonly home: Home;
  /** Who the replies say they come from. */
  readonly identity: Omit<Health, "ok">;
  readonly handlers: Handlers;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: Partial<ServerLimits>;
}

/** A server that listens. */
export interface AgentServer {
  readonly address: string;
  /** Sends an event to every reader of the stream. */
  readonly publish: (event: PublishedEvent) => void;
  /** Ends streams and replies in good order, and what is left by force after a bounded time. */
  readonly close: () => Promise<void>;
}

/**
 * Starts the local API: HTTP on a socket that only this user can reach.
 *
 * A connection carries one request, so none is left open between two; a peer that sends
 * several at once has the first one served alone.
 *
 * @throws ConfigError or ProtocolError when the address cannot be had, see {@link listen}
 */
export async function startServer(options: ServerOptions): Promise<AgentServer> {
  const { clock, handlers, home, identity, log } = options;
  const limits = { ...SERVER_LIMITS, ...options.limits };
  const address = socketAddress(home, process.platform);
  prepareSocketFolder(address);
  const token = ensureToken(home);
  const closing = new AbortController();
  const streams = eventStreams(limits, clock, log);
  const serve = requestServer({
    identity,
    token,
    handlers,
    streams,
    limits,
    log,
    closing: closing.signal,
  });

  const server = createServer(
    {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.checkEveryMs,
    },
    (request, response) => void serve(request, response),
  );
  server.maxConnections = limits.connections;
  server.maxRequestsPerSocket = 1;
  server.on("clientError", refuseBytes);
  await listen(server, address, log);
  // Accepting can fail later, when descriptors run out; the next connection may do better.
  server.on("error", (error) => log("socket.refused", { problem: error.message }));

  const close = async (): Promise<void> => {
    closing.abort();
    streams.close();
    const closed = once(server, "close");
    server.close();
    await Promise.race([closed, clock.sleep(limits.closeMs)]);
    server.closeAllConnections();
    await closed;
  };
  let closed: Promise<void> | undefined;
  return {
    address: address.path,
    publish: streams.publish,
    close: () => (closed ??= close()),
  };
}
