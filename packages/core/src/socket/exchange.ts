import type { IncomingMessage } from "node:http";
import { explainSilence, openRequest, type Question, type Silence } from "./open-request.ts";
import type { Route } from "./protocol.ts";
import { type Refusal, refusalSchema } from "./refusal.ts";
import { strangeReply } from "./strange-reply.ts";

/** What came of a request. An agent that is absent, hung or unwilling is a value like any other. */
export type Answer<Value> = { readonly kind: "ok"; readonly value: Value } | Silence | Refusal;

/**
 * Sends a request, reads its whole reply and checks it.
 *
 * @throws ProtocolError when the reply is longer than `maxBytes` or outside the protocol, and as
 * {@link openRequest}
 */
export async function exchange<Request, Reply>(
  route: Route<Request, Reply>,
  question: Question,
  maxBytes: number,
): Promise<Answer<Reply>> {
  const opened = await openRequest(question);
  if (opened.kind !== "opened") return opened;
  const { response } = opened;
  if (response.statusCode !== route.status) return readRefusal(response, question, maxBytes);
  return readWhole(response, question, maxBytes, (reply) => ({
    kind: "ok",
    value: route.reply.parse(reply),
  }));
}

/**
 * Reads a reply whose status says that it is no success.
 *
 * @throws ProtocolError as {@link exchange}
 */
export function readRefusal(
  response: IncomingMessage,
  question: Question,
  maxBytes: number,
): Promise<Silence | Refusal> {
  return readWhole(response, question, maxBytes, (reply) => ({
    kind: "refused",
    ...refusalSchema.parse(reply).error,
  }));
}

async function readWhole<Outcome>(
  response: IncomingMessage,
  question: Question,
  maxBytes: number,
  check: (reply: unknown) => Outcome,
): Promise<Outcome | Silence> {
  const incoming: AsyncIterable<Uint8Array> = response;
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of incoming) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) break;
      chunks.push(chunk);
    }
  } catch (error) {
    return explainSilence(error, question);
  }
  // A reply without a length ends where its connection ends, even if we cut that ourselves.
  if (question.cut.aborted) return { kind: "hung" };
  try {
    if (sizeBytes > maxBytes) throw new RangeError(`the reply is longer than ${maxBytes} bytes`);
    const text = Buffer.concat(chunks).toString("utf8");
    return check(text === "" ? undefined : JSON.parse(text));
  } catch (cause) {
    throw strangeReply(response.headers, cause);
  }
}
