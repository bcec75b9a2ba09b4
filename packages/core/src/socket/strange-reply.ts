import type { IncomingHttpHeaders } from "node:http";
import { ProtocolError } from "../errors.ts";
import { PROTOCOL, PROTOCOL_HEADER, VERSION_HEADER } from "./protocol.ts";

/** Makes the error for an answer outside the protocol; it names the version that gave it. */
export function strangeReply(headers: IncomingHttpHeaders, cause: unknown): ProtocolError {
  const version = headers[VERSION_HEADER];
  const protocol = headers[PROTOCOL_HEADER];
  if (typeof version !== "string" || typeof protocol !== "string") return stranger(cause);
  return new ProtocolError(
    `The agent (version ${version}, protocol ${protocol}) said something that this client ` +
      `(protocol ${PROTOCOL}) does not understand.`,
    {
      code: "strange-reply",
      hint: "Restart the agent, so that both are of one version: `hookline stop`, `hookline start`.",
      cause,
    },
  );
}

/** Makes the error for someone on the agent's address who does not speak as an agent does. */
export function stranger(cause: unknown): ProtocolError {
  return new ProtocolError("What listens on the agent's address is no agent of Hookline.", {
    code: "no-hookline-agent",
    hint: "End that program, then run `hookline start`.",
    cause,
  });
}
