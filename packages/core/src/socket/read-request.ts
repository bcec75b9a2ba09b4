import type { IncomingMessage } from "node:http";
import * as z from "zod";
import { nothing } from "./protocol.ts";
import { type Refusal, refuse } from "./refusal.ts";
import type { ServerLimits } from "./server-limits.ts";

/** A request that can be handled, or why not. */
export type Received<Request> = { readonly kind: "received"; readonly request: Request } | Refusal;

/** Reads and checks the body of a request. The route decides whether it needs one. */
export async function readRequest<Request>(
  message: IncomingMessage,
  schema: z.ZodType<Request>,
  limits: ServerLimits,
): Promise<Received<Request>> {
  const passedOver = schema === nothing;
  if (!passedOver && !isJson(message.headers["content-type"])) {
    return refuse("wrong-content-type", "The body must be sent as application/json.");
  }
  const maxBytes = passedOver ? limits.ignoredBodyBytes : limits.bodyBytes;
  const body = await readBody(message, maxBytes);
  if (body === "too-large") {
    return refuse("too-large", `The body is larger than the ${maxBytes} bytes allowed here.`);
  }
  const parsed = schema.safeParse(passedOver ? undefined : parseJson(body));
  return parsed.success
    ? { kind: "received", request: parsed.data }
    : refuse(
        "bad-request",
        `The body is not what this route takes:\n${z.prettifyError(parsed.error)}`,
      );
}

/** Stops reading at the limit; the rest is thrown away with the connection. */
async function readBody(message: IncomingMessage, maxBytes: number): Promise<Buffer | "too-large"> {
  // Left open at the limit, because the connection still has to carry the refusal.
  const incoming: AsyncIterable<Uint8Array> = message.iterator({ destroyOnReturn: false });
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of incoming) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) return "too-large";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Returns undefined, which no schema takes, for what is no JSON or no UTF-8. */
function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

function isJson(contentType: string | undefined): boolean {
  return /^application\/json(?:\s*;|\s*$)/i.test(contentType ?? "");
}
