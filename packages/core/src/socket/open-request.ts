import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import { errorCode } from "../error-code.ts";
import { ProtocolError } from "../errors.ts";
import { isNobody, stillListens } from "./probe.ts";
import { stranger } from "./strange-reply.ts";

/**
 * Node's HTTP client, without an `import` statement: that would run every getter of the module,
 * and the one of `WebSocket` loads all of `fetch`, for some 20 ms of every command's start.
 */
const { request: httpRequest } = process.getBuiltinModule("node:http");

/** One request to the agent. */
export interface Question {
  readonly socketPath: string;
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string;
  readonly connectMs: number;
  /** Cuts the request, and later its reply, at any point. */
  readonly cut: AbortSignal;
}

/** Nobody answers: there is no agent, or there is one that does not get to it. */
export type Silence = { readonly kind: "no-agent" } | { readonly kind: "hung" };

/** The head of a reply, or silence. */
export type Opened = { readonly kind: "opened"; readonly response: IncomingMessage } | Silence;

/**
 * Sends a request and waits for the head of its reply.
 *
 * @throws ProtocolError when the address cannot be reached for another reason than an absent
 * or hung agent, or when what answers does not speak HTTP
 */
export async function openRequest(question: Question): Promise<Opened> {
  const { socketPath, method, path, headers, body, connectMs, cut } = question;
  const late = new AbortController();
  let connected = false;
  const giveUp = (): void => {
    if (!connected) late.abort();
  };
  // Through the poll phase first: a pause of our own process must not count against the agent.
  const connecting = setTimeout(() => setImmediate(giveUp), connectMs);
  const request = httpRequest({
    socketPath,
    method,
    path,
    headers: { ...headers, "Content-Length": Buffer.byteLength(body) },
    agent: false,
    signal: AbortSignal.any([late.signal, cut]),
  });
  request.once("socket", (socket) => {
    socket.once("connect", () => {
      connected = true;
      clearTimeout(connecting);
    });
  });
  const head = new Promise<IncomingMessage>((resolve, reject) => {
    request.once("response", resolve);
    // Stays on after the reply began: what fails then, its reader sees on the response.
    request.on("error", reject);
  });
  request.end(body);
  try {
    return { kind: "opened", response: await head };
  } catch (error) {
    return late.signal.aborted ? { kind: "hung" } : await explainSilence(error, question);
  } finally {
    clearTimeout(connecting);
  }
}

/**
 * Tells what an error of a connection says about the agent.
 *
 * A connection that was accepted and lost may mean an agent that just ended, or one that has no
 * room for us: whether someone still listens decides.
 *
 * @throws ProtocolError as {@link openRequest}
 */
export async function explainSilence(error: unknown, question: Question): Promise<Silence> {
  if (question.cut.aborted) return { kind: "hung" };
  if (isNobody(error)) return { kind: "no-agent" };
  const code = errorCode(error) ?? "";
  switch (code) {
    case "ECONNRESET":
    case "EPIPE": {
      const listening = await stillListens(question.socketPath, question.connectMs);
      return { kind: listening ? "hung" : "no-agent" };
    }
    // The queue of connections is full: nobody accepts them.
    case "EAGAIN":
    case "EBUSY":
      return { kind: "hung" };
    default:
      if (code.startsWith("HPE_")) throw stranger(error);
      throw new ProtocolError(`The agent's socket ${question.socketPath} cannot be reached.`, {
        code: "socket-unreachable",
        hint: "Check that the state folder is yours (HOOKLINE_HOME), then run `hookline doctor`.",
        cause: error,
      });
  }
}
