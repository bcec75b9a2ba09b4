import type { ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { errorCode } from "../error-code.ts";
import type { Outcome } from "./endpoint.ts";
import { HTTP_STATUS, type Refusal, refuse, writeRefusal } from "./refusal.ts";

const JSON_TYPE = "application/json";

/**
 * Sends what came of a request.
 *
 * @param waitMs how long it may lie unread before the connection is cut
 */
export function reply(response: ServerResponse, outcome: Outcome, waitMs: number): void {
  if (response.destroyed) return;
  const refused = outcome.kind === "refused";
  const text = refused ? writeRefusal(outcome) : outcome.text;
  response.socket?.setTimeout(waitMs);
  response.writeHead(refused ? HTTP_STATUS[outcome.code] : outcome.status, {
    "Content-Type": refused ? JSON_TYPE : (outcome.type ?? JSON_TYPE),
    "Content-Length": Buffer.byteLength(text),
  });
  response.end(text);
}

/** Answers bytes that never became a request, and hangs up. */
export function refuseBytes(error: Error, socket: Duplex): void {
  // Once a reply has begun, a second one would be taken for a part of it.
  const untouched = "bytesWritten" in socket && socket.bytesWritten === 0;
  if (!untouched || !socket.writable) {
    socket.destroy();
    return;
  }
  const refusal = refusalOf(error);
  const body = writeRefusal(refusal);
  const head = [
    `HTTP/1.1 ${HTTP_STATUS[refusal.code]} Refused`,
    "Connection: close",
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}

/** The codes are those of Node's HTTP parser and of its check for slow requests. */
function refusalOf(error: Error): Refusal {
  switch (errorCode(error)) {
    case "HPE_HEADER_OVERFLOW":
      return refuse("headers-too-large", "The headers are larger than an agent takes.");
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return refuse("too-slow", "The request did not arrive in time.");
    default:
      return refuse("bad-request", "This is no HTTP request.");
  }
}
