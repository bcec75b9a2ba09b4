import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { isIP } from "node:net";
import { hostname } from "node:os";
import type { Clock } from "../clock.ts";
import { errorCode } from "../error-code.ts";
import { ConfigError } from "../errors.ts";
import type { Log } from "../log/events.ts";
import type { Outcome } from "./endpoint.ts";
import type { Handlers } from "./handlers.ts";
import { answerProbe, isProbe, PROBES } from "./health-probe.ts";
import type { ListenAddress } from "./listen-address.ts";
import type { Health } from "./protocol.ts";
import { refuse } from "./refusal.ts";
import { refuseBytes, reply } from "./reply.ts";
import { SERVER_LIMITS, type ServerLimits } from "./server-limits.ts";

/** What a health server is made of. */
export interface HealthServerOptions {
  readonly address: ListenAddress;
  readonly handlers: Pick<Handlers, "status" | "metrics">;
  readonly identity: Omit<Health, "ok">;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: Partial<ServerLimits>;
}

/** A health server that listens. */
export interface HealthServer {
  /** As a URL's host: `127.0.0.1:9464`. */
  readonly address: string;
  readonly close: () => Promise<void>;
}

/** A scrape takes milliseconds; a crowd of connections is no monitor. */
const CONNECTIONS = 16;

/**
 * Serves the probes over TCP, for orchestrators and monitors, which carry no token.
 *
 * It knows nothing but the probes: nothing can be changed here, and neither files nor commits are
 * shown. A web page in someone's browser gets no answer either: it would name itself in `Origin`, or,
 * with a name of its own that it leads here, in `Host`.
 *
 * @throws ConfigError when the address cannot be had
 */
export async function startHealthServer(options: HealthServerOptions): Promise<HealthServer> {
  const { address, clock, log } = options;
  const limits = { ...SERVER_LIMITS, connections: CONNECTIONS, ...options.limits };
  const server = createServer(
    {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.checkEveryMs,
    },
    (request, response) => {
      response.setHeader("Connection", "close");
      response.setHeader("X-Content-Type-Options", "nosniff");
      const outcome = answer(request, options);
      if (outcome.kind === "refused") log("socket.refused", { problem: outcome.code });
      reply(response, outcome, limits.replyMs);
    },
  );
  server.maxConnections = limits.connections;
  server.maxRequestsPerSocket = 1;
  server.on("clientError", refuseBytes);
  await listen(server, address);
  server.on("error", (error) => log("socket.refused", { problem: error.message }));
  const listening = addressOf(server);
  log("socket.listening", { address: listening });
  return {
    address: listening,
    async close() {
      const closed = once(server, "close");
      server.close();
      await Promise.race([closed, clock.sleep(limits.closeMs)]);
      server.closeAllConnections();
      await closed;
    },
  };
}

function answer(request: IncomingMessage, options: HealthServerOptions): Outcome {
  const { headers, method, url } = request;
  if (headers.origin !== undefined) return refuse("origin-refused", "No web page may ask here.");
  if (!isOurName(headers.host)) return refuse("host-refused", "That name does not lead here.");
  const probe = url ?? "";
  if (!isProbe(probe)) return refuse("unknown-route", `Only ${PROBES.join(", ")} are here.`);
  if (method !== "GET") return refuse("wrong-method", `${probe} takes GET only.`);
  return answerProbe(probe, options.handlers, options.identity);
}

/**
 * Whether a request names us by an address, by our host name, or by a name without a dot, such as
 * `localhost` or a service of a compose file. The public can register none of these, so a web page
 * cannot make one of them lead here (DNS rebinding).
 */
function isOurName(header: string | undefined): boolean {
  const name = header?.toLowerCase().replace(/:\d+$/, "") ?? "";
  if (name.startsWith("[") && name.endsWith("]")) return isIP(name.slice(1, -1)) === 6;
  return isIP(name) === 4 || name === hostname().toLowerCase() || /^[a-z0-9_-]+$/.test(name);
}

async function listen(server: Server, { host, port }: ListenAddress): Promise<void> {
  const listening = once(server, "listening");
  server.listen(port, host);
  try {
    await listening;
  } catch (error) {
    throw new ConfigError(
      `The agent cannot listen on ${host}:${port} (${errorCode(error) ?? String(error)}).`,
      { code: "listen-address", hint: "Another program may use it: name another with --listen." },
    );
  }
}

function addressOf(server: Server): string {
  const bound = server.address();
  if (bound === null || typeof bound === "string") return "";
  return bound.family === "IPv6"
    ? `[${bound.address}]:${bound.port}`
    : `${bound.address}:${bound.port}`;
}
