import type { IncomingMessage } from "node:http";
import { type AgentEvent, readEvent } from "./agent-event.ts";
import type { ClientLimits } from "./client-limits.ts";
import { strangeReply } from "./strange-reply.ts";

/**
 * Reads the event stream until it ends.
 *
 * It ends after `stopping`, when the connection is lost, when the agent has been silent for too
 * long, and when the reader breaks off. Asking again tells which of them it was.
 *
 * @throws ProtocolError when a line is no event
 */
export async function* readEvents(
  response: IncomingMessage,
  limits: ClientLimits,
): AsyncGenerator<AgentEvent, void, undefined> {
  response.setTimeout(limits.silenceMs, () => response.destroy());
  try {
    for await (const line of readLines(response, limits.replyBytes)) {
      const event = parse(line, response);
      if (event !== null) yield event;
      if (event?.type === "stopping") return;
    }
  } finally {
    response.destroy();
  }
}

function parse(line: string, { headers }: IncomingMessage): AgentEvent | null {
  try {
    return readEvent(line);
  } catch (cause) {
    throw strangeReply(headers, cause);
  }
}

async function* readLines(response: IncomingMessage, maxLength: number): AsyncGenerator<string> {
  const incoming: AsyncIterable<string> = response.setEncoding("utf8");
  let rest = "";
  try {
    for await (const chunk of incoming) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
      if (rest.length > maxLength) break;
    }
  } catch {
    // A lost connection ends the stream; what was half said is said anew to the next reader.
    return;
  }
  if (rest.length > maxLength) {
    throw strangeReply(response.headers, new RangeError(`a line is longer than ${maxLength}`));
  }
}
