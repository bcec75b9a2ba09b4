import type { IncomingMessage, ServerResponse } from "node:http";
import type { Log } from "../log/events.ts";
import { agentEndpoints } from "./agent-endpoints.ts";
import type { Outcome } from "./endpoint.ts";
import type { EventStreams } from "./event-streams.ts";
import { explainError } from "./explain-error.ts";
import { admit } from "./gate.ts";
import type { Handlers } from "./handlers.ts";
import { answerProbe, isProbe } from "./health-probe.ts";
import { type Health, PROTOCOL, PROTOCOL_HEADER, VERSION_HEADER } from "./protocol.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { reply } from "./reply.ts";
import { type AnyRoute, ROUTES } from "./routes.ts";
import type { ServerLimits } from "./server-limits.ts";

/** What serving a request needs to know. */
export interface Service {
  readonly identity: Omit<Health, "ok">;
  readonly token: string;
  readonly handlers: Handlers;
  readonly streams: EventStreams;
  readonly limits: ServerLimits;
  readonly log: Log;
  /** Aborted when the server begins to close. */
  readonly closing: AbortSignal;
}

/** Takes one request to its end. Never rejects. */
export type ServeRequest = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Builds the one table of what the agent answers, and the function that serves from it. */
export function requestServer(service: Service): ServeRequest {
  const { closing, handlers, identity, limits, log, streams, token } = service;
  const endpoints = agentEndpoints(handlers);

  const openStream = (response: ServerResponse): Outcome | "streaming" => {
    if (streams.full()) {
      return refuse("too-many-streams", "Too many programs read the events already.");
    }
    streams.add(response, { type: "status", status: handlers.status() });
    return "streaming";
  };

  const answer = async (
    route: AnyRoute,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Outcome | "streaming" | "gone"> => {
    const left = new AbortController();
    response.once("close", () => left.abort());
    try {
      if (route.path === ROUTES.events.path) return openStream(response);
      if (isProbe(route.path)) return answerProbe(route.path, handlers, identity);
      const signal = AbortSignal.any([left.signal, closing]);
      return await endpoints[route.path](request, limits, signal);
    } catch (error) {
      if (error === request.errored) return "gone";
      if (isAbort(error) && closing.aborted) return stopping();
      if (isAbort(error) && left.signal.aborted) return "gone";
      return explainError(error, route.path, log);
    }
  };

  return async (request, response) => {
    // Said here, because Node's own limit of one request would leave the closing to the peer.
    response.setHeader("Connection", "close");
    response.setHeader(VERSION_HEADER, identity.version);
    response.setHeader(PROTOCOL_HEADER, PROTOCOL);
    const admission = closing.aborted ? stopping() : admit(request, token);
    if (admission.kind === "refused") {
      log("socket.refused", { problem: admission.code });
      reply(response, admission, limits.replyMs);
      return;
    }
    const outcome = await answer(admission.route, request, response);
    if (typeof outcome !== "string") reply(response, outcome, limits.replyMs);
  };
}

function stopping(): Refusal {
  return refuse("stopping", "The agent is stopping.", "Run `hookline start` to start it again.");
}

/** Tells whether a handler gave up because its signal said so. */
function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}
