import type { IncomingMessage } from "node:http";
import type { Route } from "./protocol.ts";
import { readRequest } from "./read-request.ts";
import type { Refusal } from "./refusal.ts";
import type { ServerLimits } from "./server-limits.ts";

/** What goes back to the peer: a reply, already written, or a refusal. */
export type Outcome =
  | {
      readonly kind: "replied";
      readonly status: number;
      readonly text: string;
      /** The media type, where it is not JSON. */
      readonly type?: string;
    }
  | Refusal;

/** Serves one admitted request. */
export type Endpoint = (
  message: IncomingMessage,
  limits: ServerLimits,
  signal: AbortSignal,
) => Promise<Outcome>;

/**
 * Ties a handler to its route: what it gets is checked, and what it returns goes out with
 * exactly the fields of the protocol.
 */
export function endpoint<Request, Reply>(
  route: Route<Request, Reply>,
  handle: (request: Request, signal: AbortSignal) => Reply | Promise<Reply>,
): Endpoint {
  return async (message, limits, signal) => {
    const received = await readRequest(message, route.request, limits);
    if (received.kind === "refused") return received;
    const reply: unknown = route.reply.parse(await handle(received.request, signal));
    const text = reply === undefined ? "" : JSON.stringify(reply);
    return { kind: "replied", status: route.status, text };
  };
}

/**
 * As {@link endpoint}, for a peer that has no more than a shell to read with: the reply is one line
 * of text with its end, or nothing.
 */
export function lineEndpoint<Request>(
  route: Route<Request, string>,
  handle: (request: Request, signal: AbortSignal) => Promise<string>,
): Endpoint {
  return async (message, limits, signal) => {
    const received = await readRequest(message, route.request, limits);
    if (received.kind === "refused") return received;
    const line = await handle(received.request, signal);
    const text = line === "" ? "" : `${line}\n`;
    return { kind: "replied", status: route.status, text, type: "text/plain; charset=utf-8" };
  };
}
