import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Clock } from "../clock.ts";
import { ConfigError } from "../errors.ts";
import type { Log } from "../log/events.ts";
import { agentEndpoints } from "../socket/agent-endpoints.ts";
import type { PublishedEvent } from "../socket/agent-event.ts";
import type { DashboardReply } from "../socket/dashboard-schema.ts";
import { type EventStreams, eventStreams } from "../socket/event-streams.ts";
import { explainError } from "../socket/explain-error.ts";
import type { Handlers } from "../socket/handlers.ts";
import { refuse } from "../socket/refusal.ts";
import { refuseBytes, reply } from "../socket/reply.ts";
import { ROUTES } from "../socket/routes.ts";
import { SERVER_LIMITS, type ServerLimits } from "../socket/server-limits.ts";
import { entryPage } from "./entry-page.ts";
import { CODE_LASTS_MS, Keys } from "./keys.ts";
import type { PageFile, PageFiles } from "./page-files.ts";
import { admitPage } from "./page-gate.ts";
import { PAGE_HEADERS } from "./page-headers.ts";

/** How long an open port may be of no use. */
const UNUSED_MS = 10 * 60_000;
const CHECK_EVERY_MS = 60_000;

/** Cookies know no ports, so those of every other program on this address come along. */
const HEADER_BYTES = 32 * 1024;

/** A browser opens six connections to an address, for all its tabs; some must be left for questions. */
const STREAMS_EACH = 4;

/** How many cookies of our name are tried: another port can set some, and they may come first. */
const MOST_COOKIES = 8;

const LOOPBACK = "127.0.0.1";

/** What a {@link Gateway} needs. */
export interface GatewayParts {
  readonly handlers: Handlers;
  readonly files: () => PageFiles;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: Partial<ServerLimits>;
}

interface Open {
  readonly address: string;
  readonly keys: Keys;
  readonly streams: EventStreams;
  readonly close: () => Promise<void>;
}

/**
 * Serves the dashboard to browsers of this machine: on a port of the loopback that is opened when
 * somebody asks for it, and closed when nobody has used it for ten minutes.
 *
 * A browser comes in by a code that the agent gives to those who reach its socket, so to the same user
 * alone; it works once, within a minute. From then on a cookie lets that browser in. It carries the
 * port in its name, because cookies know hosts and no ports.
 */
export class Gateway {
  readonly #parts: GatewayParts;
  readonly #limits: ServerLimits;
  #open: Promise<Open> | undefined;
  #closed = false;
  #usedAt = 0;
  #answering = 0;
  #files: PageFiles | undefined;

  constructor(parts: GatewayParts) {
    this.#parts = parts;
    this.#limits = { ...SERVER_LIMITS, headerBytes: HEADER_BYTES, ...parts.limits };
  }

  /** Gives an address that lets one browser in. @throws ConfigError when there is no page to show, or no agent any more */
  async invite(view: string | null): Promise<DashboardReply> {
    if (this.#closed) throw new ConfigError("The agent is stopping.", { code: "stopping" });
    const { clock, files } = this.#parts;
    this.#files ??= files();
    this.#open ??= this.#start().catch((error: unknown) => {
      this.#open = undefined;
      throw error;
    });
    const { address, keys } = await this.#open;
    const now = clock.monotonic();
    this.#usedAt = now;
    const code = keys.makeCode(view ?? "/", now);
    return {
      url: `http://${address}/open?code=${code}`,
      expiresAt: new Date(clock.now() + CODE_LASTS_MS).toISOString(),
    };
  }

  /** Sends an event to every page that listens. */
  publish(event: PublishedEvent): void {
    void this.#open?.then(({ streams }) => streams.publish(event));
  }

  /** Closes the port for good. */
  async close(): Promise<void> {
    this.#closed = true;
    await (await this.#open?.catch(() => undefined))?.close();
  }

  async #start(): Promise<Open> {
    const { clock, log } = this.#parts;
    const limits = this.#limits;
    const keys = new Keys();
    const streams = eventStreams(limits, clock, log);
    const closing = new AbortController();
    const serve = this.#server(keys, streams, closing.signal);
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
    server.on("clientError", refuseBytes);
    const listening = once(server, "listening");
    server.listen(0, LOOPBACK);
    await listening;
    server.on("error", (error) => log("socket.refused", { problem: error.message }));
    const bound = server.address();
    const port = bound === null || typeof bound === "string" ? 0 : bound.port;
    const address = `${LOOPBACK}:${port}`;
    log("gateway.opened", { address });
    let ended: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      closing.abort();
      streams.close();
      this.#open = undefined;
      const closed = once(server, "close");
      server.close();
      await Promise.race([closed, clock.sleep(limits.closeMs)]);
      server.closeAllConnections();
      await closed;
      log("gateway.closed", { address });
    };
    const open = { address, keys, streams, close: () => (ended ??= close()) };
    void this.#closeUnused(open, closing.signal);
    return open;
  }

  async #closeUnused({ close, streams }: Open, closing: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    while (!closing.aborted && !this.#closed) {
      try {
        await clock.sleep(CHECK_EVERY_MS, closing);
      } catch {
        return;
      }
      if (streams.size() > 0 || this.#answering > 0) this.#usedAt = clock.monotonic();
      if (clock.monotonic() - this.#usedAt >= UNUSED_MS) await close();
    }
  }

  #server(keys: Keys, streams: EventStreams, closing: AbortSignal) {
    const { clock, handlers, log } = this.#parts;
    const endpoints = agentEndpoints(handlers);
    const limits = this.#limits;
    /** How many streams each session has. */
    const listening = new Map<string, number>();
    return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const now = clock.monotonic();
      const address = `${LOOPBACK}:${request.socket.localPort ?? 0}`;
      const cookie = `hookline-${request.socket.localPort ?? 0}`;
      for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
      response.setHeader("Cache-Control", "no-store");
      const session = cookiesOf(request, cookie).find((one) => keys.isIn(one, now));
      const admission = admitPage(request, address, session !== undefined);
      if (admission.kind === "refused") {
        log("socket.refused", { problem: admission.code });
        const wantsPage = request.method === "GET" && request.url === "/";
        if (admission.code === "unauthorized" && wantsPage) sendPage(response, 401, "out");
        else reply(response, admission, limits.replyMs);
        return;
      }
      switch (admission.kind) {
        case "enter": {
          const entered = keys.enter(admission.code, now);
          if (entered === null) return sendPage(response, 403, "used");
          this.#usedAt = now;
          response.writeHead(303, {
            Location: `/#${entered.view}`,
            "Set-Cookie": `${cookie}=${entered.session}; Path=/; HttpOnly; SameSite=Strict`,
          });
          response.end();
          return;
        }
        case "file":
          this.#usedAt = now;
          return sendFile(request, response, this.#files?.get(admission.path));
        case "events": {
          const own = listening.get(session ?? "") ?? 0;
          if (streams.full() || own >= STREAMS_EACH) {
            const full = refuse("too-many-streams", "Too many pages are open already.");
            return reply(response, full, limits.replyMs);
          }
          this.#usedAt = now;
          listening.set(session ?? "", own + 1);
          response.once("close", () => {
            listening.set(session ?? "", (listening.get(session ?? "") ?? 1) - 1);
          });
          return streams.add(response, { type: "status", status: handlers.status() });
        }
        case "route": {
          this.#usedAt = now;
          const { path } = ROUTES[admission.name];
          const left = new AbortController();
          this.#answering += 1;
          response.once("close", () => {
            this.#answering -= 1;
            left.abort();
          });
          try {
            const signal = AbortSignal.any([left.signal, closing]);
            reply(response, await endpoints[path](request, limits, signal), limits.replyMs);
          } catch (error) {
            if (left.signal.aborted || error === request.errored) return;
            reply(response, explainError(error, path, log), limits.replyMs);
          }
        }
      }
    };
  }
}

function cookiesOf({ headers }: IncomingMessage, name: string): string[] {
  const pairs = (headers.cookie ?? "").split(";").map((pair) => pair.trim());
  const ours = pairs.filter((pair) => pair.startsWith(`${name}=`)).slice(0, MOST_COOKIES);
  return ours.map((pair) => pair.slice(name.length + 1));
}

function sendPage(response: ServerResponse, status: number, which: "used" | "out"): void {
  response.writeHead(status, { "Content-Type": "text/html; charset=utf-8" });
  response.end(entryPage(which));
}

function sendFile(
  { headers }: IncomingMessage,
  response: ServerResponse,
  file: PageFile | undefined,
): void {
  if (file === undefined) {
    response.writeHead(404, { "Content-Type": "text/plain; charset=utf-8" });
    response.end("There is no such file.\n");
    return;
  }
  const accepts = headers["accept-encoding"] ?? "";
  const coding = /\bbr\b/.test(accepts) ? "br" : /\bgzip\b/.test(accepts) ? "gzip" : null;
  const body = coding === "br" ? file.brotli : coding === "gzip" ? file.gzip : file.plain;
  const head = {
    ETag: file.etag,
    Vary: "Accept-Encoding",
    "Cache-Control": file.lasts ? "private, max-age=31536000, immutable" : "no-store",
  };
  if (headers["if-none-match"] === file.etag) {
    response.writeHead(304, head);
    response.end();
    return;
  }
  response.writeHead(200, {
    ...head,
    "Content-Type": file.type,
    "Content-Length": body.length,
    ...(coding === null ? {} : { "Content-Encoding": coding }),
  });
  response.end(body);
}
